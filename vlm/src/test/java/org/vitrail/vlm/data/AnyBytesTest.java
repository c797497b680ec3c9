package org.vitrail.vlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vitrail.vlm.data.Samples.png;
import static org.vitrail.vlm.data.Samples.utf8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.vitrail.tensor.io.FormatException;

/** Whatever bytes a file holds, it is read or refused in a sentence. */
class AnyBytesTest {
  private static Path folder;

  @BeforeContainer static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("captions");
    Files.write(folder.resolve("a.png"), png(1));
  }

  @AfterContainer static void removeFolder() throws IOException {
    for (var file : CaptionFiles.children(folder, name -> true)) Files.delete(file);
    Files.delete(folder);
  }

  @Property(tries = 100)
  void tablesAreReadOrRefused(@ForAll("listings") String text) throws IOException {
    for (var name : List.of("x.csv", "x.tsv", "x.txt", "x.jsonl")) survives(name, utf8(text));
  }

  @Provide Arbitrary<String> listings() {
    var piece = Arbitraries.of("image", "caption", "a.png", "a.png#1", "\"", ",", "\t", ";", "\n", "\r\n", "\r", "",
        "\0", "{", "}", "[", "]", ":", "{\"image\":\"a.png\",\"caption\":\"x\"}", "\uD83D\uDE00", "image,caption\n",
        "image\tcaption\n", "../..", "/", "\\u0000");
    return piece.list().ofMaxSize(25).map(pieces -> String.join("", pieces));
  }

  @Property(tries = 100)
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 700) byte[] bytes) throws IOException {
    for (var name : List.of("x.csv", "x.tsv", "x.txt", "x.jsonl", "x.tar")) survives(name, bytes);
  }

  @Property(tries = 200)
  void aTarFileWithOtherBytesIsReadOrRefused(@ForAll @IntRange(max = 4607) int at, @ForAll byte value,
      @ForAll @IntRange(max = 4608) int length) throws IOException {
    var tar = new Samples.TarWriter().member("x", 'x', utf8("15 path=a.png\n\n")).add("a.png", png(1))
        .add("a.txt", utf8("a")).member("g", 'g', utf8("6 a=b\n")).end();
    var bytes = java.util.Arrays.copyOf(tar, length);
    if (at < length) bytes[at] = value;
    survives("x.tar", bytes);
  }

  @Property(tries = 100)
  void aTableGivesBackWhatWasWritten(@ForAll @Size(min = 1, max = 5) List<@Size(min = 2, max = 4) List<String>> rows,
      @ForAll("separators") char separator) {
    var text = rows.stream().map(row -> row.stream().map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
        .collect(Collectors.joining(String.valueOf(separator)))).collect(Collectors.joining("\r\n"));
    var reader = new Rows(Path.of("x.csv"), text, separator);
    var read = new ArrayList<List<String>>();
    for (var row = reader.next(); row != null; row = reader.next()) read.add(row);
    assertEquals(rows.stream().map(row -> row.stream().map(String::strip).toList()).toList(), read);
  }

  @Provide Arbitrary<Character> separators() {
    return Arbitraries.of(',', ';', '|');
  }

  private static void survives(String name, byte[] bytes) throws IOException {
    var file = folder.resolve(name);
    Files.write(file, bytes);
    try {
      CaptionFiles.read(file, 4, false);
    } catch (FormatException e) {
      // Refused in a sentence.
    }
  }
}
