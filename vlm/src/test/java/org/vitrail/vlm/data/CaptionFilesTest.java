package org.vitrail.vlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrail.vlm.data.Samples.png;
import static org.vitrail.vlm.data.Samples.told;
import static org.vitrail.vlm.data.Samples.utf8;
import static org.vitrail.vlm.data.Samples.write;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.vit.image.PictureException;

class CaptionFilesTest {
  @TempDir Path folder;

  private CaptionSet read(Path path) {
    return CaptionFiles.read(path, 4, false);
  }

  @Test void picturesHaveTheirTextsBesideThem() throws IOException {
    for (int i = 1; i <= 6; i++) {
      write(folder.resolve("below/" + i + ".png"), png(i));
      write(folder.resolve("below/" + i + ".txt"), "number " + i + "\n\n  a grey picture \n");
    }
    var set = read(folder);
    assertEquals(List.of("1 number 1|a grey picture", "2 number 2|a grey picture", "3 number 3|a grey picture",
        "4 number 4|a grey picture", "6 number 6|a grey picture"), told(set.train()));
    assertEquals(List.of("5 number 5|a grey picture"), told(set.test()));
    assertEquals(folder.getFileName().toString(), set.name());
    assertEquals(0, set.skipped().count());
    assertEquals(4, set.test().get(0).picture().width());
    assertEquals(6, set.all().size());
  }

  @Test void whatCannotBeUsedIsCountedNamedAndSkipped() throws IOException {
    write(folder.resolve("a.png"), png(1));
    write(folder.resolve("a.txt"), "one");
    write(folder.resolve("b.png"), png(2));
    write(folder.resolve("b.txt"), " \n ");
    write(folder.resolve("c.png"), "no picture");
    write(folder.resolve("c.txt"), "three");
    write(folder.resolve("d.png"), png(4));
    write(folder.resolve("e.png"), png(5));
    write(folder.resolve("e.txt"), new byte[] {'a', (byte) 0xFF});
    write(folder.resolve("f.png"), png(6));
    write(folder.resolve("f.txt"), "six");
    write(folder.resolve(".hidden.png"), "no picture");
    var set = read(folder);
    assertEquals(List.of("1 one", "6 six"), told(set.all()));
    assertEquals(4, set.skipped().count());
    assertEquals(List.of(folder.resolve("b.png") + ": has no caption; give it one",
        folder.resolve("c.png") + ": is no picture; PNG and JPEG are read, convert it to one of them",
        folder.resolve("d.png") + ": has no caption, d.txt is not there",
        folder.resolve("e.txt") + ": text, byte 1: is not UTF-8; convert it, for example with iconv"),
        set.skipped().first());
    assertTrue(set.skipped().toString().startsWith("4 skipped:\n  " + folder.resolve("b.png")));
    var strict = assertThrows(PictureException.class, () -> CaptionFiles.read(folder, 4, true));
    assertEquals(folder.resolve("b.png") + ": has no caption; give it one", strict.getMessage());
  }

  @Test void aTableNamesPicturesAndCaptions() throws IOException {
    for (int i = 1; i <= 3; i++) write(folder.resolve("images/" + i + ".png"), png(i));
    write(folder.resolve("captions.csv"), """
        \uFEFFid,FilePath,Caption\r
        7,1.png,"one, ""the first""\r
        of all"\r
        8,images/2.png,two\r
        9,1.png,again\r
        10,absent.png,nothing\r
        11,%s,"three"\r
        12\r
        """.formatted(folder.resolve("images/3.png")));
    for (var path : List.of(folder, folder.resolve("captions.csv"))) {
      var set = read(path);
      assertEquals(List.of("1 one, \"the first\"\r\nof all|again", "2 two", "3 three"), told(set.all()));
      assertEquals(List.of(folder.resolve("captions.csv") + ": line 8: has 1 of 3 cells",
          folder.resolve("absent.png") + ": no such file; give the path of a PNG or JPEG picture"),
          set.skipped().first());
    }
  }

  @Test void tabsPartCellsInWhichQuotesAreLetters() throws IOException {
    for (int i = 1; i <= 3; i++) write(folder.resolve(i + ".png"), png(i));
    write(folder.resolve("x.tsv"), "title\tfile\n\"one\" and, only\t1.png\n\"two \"\"2\"\"\"\t2.png\n\"three\t3.png\n");
    assertEquals(List.of("1 \"one\" and, only", "2 two \"2\"", "3 \"three"), told(read(folder).all()));
  }

  @Test void theFileOfFlickr8kIsRead() throws IOException {
    for (int i = 1; i <= 2; i++) write(folder.resolve("Images/" + i + ".jpg"), png(i));
    write(folder.resolve("Flickr8k.token.txt"), "1.jpg#0\tA dog , running .\n1.jpg#1\tA \"dog\" .\n2.jpg#0\tTwo\n");
    assertEquals(List.of("1 A dog , running .|A \"dog\" .", "2 Two"), told(read(folder).all()));
  }

  @Test void jsonLinesNamePicturesAndCaptions() throws IOException {
    for (int i = 1; i <= 3; i++) write(folder.resolve(i + ".png"), png(i));
    write(folder.resolve("metadata.jsonl"), """
        {"file_name": "1.png", "text": "one"}

        {"file_name": "2.png", "text": ["two", "deux", 2]}
        {"file_name": "3.png"}
        {"file_name": "3.png", "text"
        {"text": "three"}
        ["3.png"]
        """);
    var set = read(folder);
    assertEquals(List.of("1 one", "2 two|deux"), told(set.all()));
    assertEquals(4, set.skipped().count());
    assertTrue(set.skipped().first().getFirst().startsWith(folder.resolve("metadata.jsonl line 5") + ": JSON, line 1"),
        set.skipped().first().getFirst());
    assertEquals(folder.resolve("metadata.jsonl") + ": '3.png': has no caption; give it one",
        set.skipped().first().getLast());
  }

  @Test void foldersForTrainingAndForTestingStayApart() throws IOException {
    write(folder.resolve("train/1.png"), png(1));
    write(folder.resolve("train/1.txt"), "one");
    write(folder.resolve("test/2.png"), png(2));
    write(folder.resolve("test/x.jsonl"), "{\"image\":\"2.png\",\"caption\":\"two\"}");
    var set = read(folder);
    assertEquals(List.of("1 one"), told(set.train()));
    assertEquals(List.of("2 two"), told(set.test()));
  }

  @Test void classFoldersAreCaptions() throws IOException {
    write(folder.resolve("cat/a.png"), png(1));
    write(folder.resolve("dog/b.png"), png(2));
    write(folder.resolve("dog/broken.png"), "");
    var set = CaptionFiles.classes(folder, picture -> picture, false);
    assertEquals(List.of("1 cat", "2 dog"), told(set.test()));
    assertEquals(1, set.skipped().count());
  }

  @Test void shardsHoldExamplesSideBySide() throws IOException {
    write(folder.resolve("d/a-09.tar"), new Samples.TarWriter()
        .member("./", '5', new byte[0])
        .add("./x/1.png", png(1)).add("./x/1.txt", utf8("one\neins")).add("./x/1.json", utf8("{\"caption\":\"no\"}"))
        .add("./x/2.cls", utf8("7")).add("./x/2.json", utf8("{\"caption\":\"two\"}")).add("./x/2.JPG", png(2))
        .add("readme", utf8("no example"))
        .end());
    write(folder.resolve("d/a-10.tar"), new Samples.TarWriter()
        .add("z".repeat(200) + ".png", png(3)).add("z".repeat(200) + ".txt", utf8("three"))
        .add("4.png", utf8("broken")).add("4.txt", utf8("four"))
        .add("5.txt", utf8("five"))
        .add("6.png", png(6)).add("6.json", utf8("{"))
        .bytes());
    var expected = List.of("1 one|eins", "2 two", "3 three");
    for (var path : List.of("d", "d/a-{09..10}.tar", "d/a-{09,10}.tar")) {
      var set = read(folder.resolve(path));
      assertEquals(expected, told(set.all()), path);
      assertEquals(3, set.skipped().count());
    }
    var absent = assertThrows(FormatException.class, () -> read(folder.resolve("d/a-{09..11}.tar")));
    assertEquals(folder.resolve("d/a-11.tar") + ": is not there; name tar files that are", absent.getMessage());
  }

  @Test void paxNamesAreRead() throws IOException {
    var name = "ä".repeat(120);
    var attribute = " path=" + name + ".png\n";
    var size = utf8(attribute).length + 3;
    write(folder.resolve("p.tar"), new Samples.TarWriter()
        .member("PaxHeaders/x", 'x', utf8("12 atime=1.0\n" + size + attribute)).member("short.png", '0', png(9))
        .member("PaxHeaders/x", 'x', utf8("12 atime=1.0\n" + size + attribute.replace(".png", ".txt")))
        .member("short.txt", '0', utf8("nine")).end());
    assertEquals(List.of("9 nine"), told(read(folder.resolve("p.tar")).all()));
  }

  @Test void damagedTarFilesAreNamed() throws IOException {
    var whole = new Samples.TarWriter().add("1.png", png(1)).add("1.txt", utf8("one")).bytes();
    write(folder.resolve("cut.tar"), java.util.Arrays.copyOf(whole, whole.length - 600));
    assertTrue(assertThrows(FormatException.class, () -> read(folder.resolve("cut.tar"))).getMessage()
        .contains("cut short or damaged"));
    whole[3]++;
    write(folder.resolve("bad.tar"), whole);
    assertEquals(folder.resolve("bad.tar") + ": byte 0: is no header of a tar file; fetch it again",
        assertThrows(FormatException.class, () -> read(folder.resolve("bad.tar"))).getMessage());
  }

  @Test void moreThanTheMemoryHoldsIsRefused() throws IOException {
    var listing = new StringBuilder("image,caption\n");
    for (int i = 0; i < 40; i++) {
      write(folder.resolve(i + ".png"), png(i));
      listing.append(i).append(".png,number\n");
    }
    write(folder.resolve("x.csv"), listing.toString());
    var refused = assertThrows(FormatException.class,
        () -> CaptionFiles.read(folder, picture -> picture.rgb().square(32), false, 60_000));
    assertEquals(folder + ": holds more pictures and captions than fit the memory; choose fewer or smaller ones, "
        + "or raise -Xmx", refused.getMessage());
    assertThrows(FormatException.class, () -> CaptionFiles.read(folder, picture -> picture, false, 500));
    assertEquals(40, CaptionFiles.read(folder, picture -> picture.rgb().square(32), false, 200_000).all().size());
  }

  @Test void whatHoldsNothingIsRefusedWithARemedy() throws IOException {
    assertTrue(refusal(folder).startsWith(folder + ": has no picture with a caption; name a folder of pictures"));
    assertTrue(refusal(folder.resolve("absent")).contains("is not there; name a folder of pictures"));
    write(folder.resolve("x.csv"), "url,words\na,b\n");
    assertEquals(folder.resolve("x.csv") + ": has the columns 'url, words'; name one image, file, path, filepath or "
        + "filename and one caption, captions, text, title or description", refusal(folder.resolve("x.csv")));
    write(folder.resolve("x.csv"), "file,text\na,\"b\n");
    assertEquals(folder.resolve("x.csv") + ": line 2: a quote is opened and never closed; close or remove it",
        refusal(folder));
    write(folder.resolve("y.csv"), "");
    assertTrue(refusal(folder).contains("holds 2 listings, such as x.csv and y.csv; name the one that is meant"));
    assertTrue(refusal(folder.resolve("y.csv")).contains("is empty"));
    write(folder.resolve("z.tar.gz"), "");
    assertTrue(refusal(folder.resolve("z.tar.gz")).contains("is compressed; unpack it first"));
  }

  private String refusal(Path path) {
    return assertThrows(FormatException.class, () -> read(path)).getMessage();
  }
}
