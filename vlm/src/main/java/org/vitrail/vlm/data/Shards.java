package org.vitrail.vlm.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.PictureException;

/**
 * Tar files of a WebDataset: members that follow each other and have the same name up to the first dot of their last
 * part are one example, such as {@code a/7.jpg} and {@code a/7.txt}. A {@code .txt} holds a caption a line; without one,
 * a {@code .json} holds an object with a key such as {@code caption}.
 */
record Shards(List<Path> files) implements CaptionFiles.Source {
  private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png");
  private static final Set<String> TEXTS = Set.of("txt", "json");
  private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");
  private static final int MOST_FILES = 100_000;
  private static final long MOST_BYTES = Math.min(1L << 29, Runtime.getRuntime().maxMemory() / 8);

  /** The tar file, or those that a name with {@code {000..012}} or {@code {a,b}} means. */
  static List<Path> files(Path pattern) {
    if (Files.exists(pattern)) return List.of(pattern);
    var names = List.of(pattern.toString());
    while (BRACES.matcher(names.getFirst()).find()) {
      names = names.stream().flatMap(Shards::expand).limit(MOST_FILES + 1L).toList();
      if (names.isEmpty() || names.size() > MOST_FILES) {
        throw new FormatException(pattern, "means " + (names.isEmpty() ? "no files" : "more than " + MOST_FILES + " files"));
      }
    }
    return names.stream().map(Path::of).toList();
  }

  private static Stream<String> expand(String name) {
    var braces = BRACES.matcher(name);
    if (!braces.find()) return Stream.of(name);
    return inner(braces.group(1)).map(each -> braces.replaceFirst(Matcher.quoteReplacement(each)));
  }

  private static Stream<String> inner(String text) {
    var range = RANGE.matcher(text);
    if (!range.matches()) return Stream.of(text.split(","));
    var digits = "%0" + range.group(1).length() + "d";
    return IntStream.rangeClosed(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
        .mapToObj(digits::formatted);
  }

  @Override public void into(Intake intake) throws IOException {
    for (var file : files) {
      if (!Files.isRegularFile(file)) throw new FormatException(file, "is not there; name tar files that are");
      try (var tar = new Tar(file)) {
        new Reading(file, tar, intake).all();
      }
    }
  }

  /** The members of one example, by what follows the first dot. */
  private static final class Reading {
    private final Path file;
    private final Tar tar;
    private final Intake intake;
    private final Map<String, byte[]> parts = new HashMap<>();
    private String key;

    Reading(Path file, Tar tar, Intake intake) {
      this.file = file;
      this.tar = tar;
      this.intake = intake;
    }

    void all() throws IOException {
      for (var member = tar.next(); member != null; member = tar.next()) {
        int dot = member.name().indexOf('.', member.name().lastIndexOf('/') + 1);
        if (dot < 0) continue;
        var name = member.name().substring(0, dot);
        if (!name.equals(key)) {
          finish();
          key = name;
        }
        part(member, member.name().substring(dot + 1).toLowerCase(Locale.ROOT));
      }
      finish();
    }

    private void part(Tar.Member member, String kind) throws IOException {
      if (!PICTURES.contains(kind) && !TEXTS.contains(kind)) return;
      if (member.size() > (TEXTS.contains(kind) ? Utf8File.CAPTION : MOST_BYTES)) {
        intake.skip(new PictureException(file + ": " + member.name() + " has " + member.size() + " bytes, too many"));
      } else {
        parts.put(kind, tar.content(member));
      }
    }

    private void finish() {
      var kind = PICTURES.stream().sorted().filter(parts::containsKey).findFirst();
      if (kind.isPresent()) {
        example(file + ": " + key + "." + kind.get(), parts.get(kind.get()));
      } else if (!parts.isEmpty()) {
        intake.skip(new PictureException(file + ": " + key + " has no picture; PNG and JPEG are read"));
      }
      parts.clear();
    }

    private void example(String name, byte[] picture) {
      List<String> captions;
      try {
        captions = captions();
      } catch (FormatException e) {
        intake.skip(e);
        return;
      }
      intake.add(name, captions, () -> Picture.read(name, picture));
    }

    private List<String> captions() {
      var text = parts.get("txt");
      var json = parts.get("json");
      if (text != null) return Utf8File.text(file, key + ".txt", ByteBuffer.wrap(text)).lines().toList();
      if (json == null) return List.of();
      return Json.parse(file, ByteBuffer.wrap(json)) instanceof Map<?, ?> object ? Listing.captions(object) : List.of();
    }
  }
}
