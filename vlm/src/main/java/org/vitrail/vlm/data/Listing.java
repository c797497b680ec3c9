package org.vitrail.vlm.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.PictureException;

/**
 * A file that names pictures and their captions, which may take several rows: a table with a column such as
 * {@code image} and one such as {@code caption}; rows {@code dog.jpg#0 TAB caption} as of Flickr8k; or JSONL, an object
 * with such keys a line, where a caption may be a list.
 *
 * <p>A name is looked up beside the listing, then in the folders beside it. Names with {@code ..} and absolute ones are
 * followed: who names the listing trusts it as far as pictures can be read.
 */
record Listing(Path file) implements CaptionFiles.Source {
  private static final String SEPARATORS = "\t,;|";

  static boolean isListing(String name) {
    return name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".jsonl") || name.endsWith(".token.txt")
        || name.endsWith(".token") || name.equals("captions.txt");
  }

  @Override public void into(Intake intake) throws IOException {
    var text = Utf8File.read(file, Utf8File.LISTING);
    var captions = new LinkedHashMap<String, List<String>>();
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl")) lines(text, captions, intake);
    else table(text, captions, intake);
    var folders = folders();
    captions.forEach((name, said) ->
        intake.add(file + ": " + FormatException.quote(name), said, () -> picture(name, folders)));
  }

  private void table(String text, Map<String, List<String>> captions, Intake intake) {
    char separator = separator(text);
    var rows = new Rows(file, text, separator);
    var first = rows.next();
    if (first == null) throw new FormatException(file, "is empty; its first row " + Columns.NEEDED);
    var columns = Columns.of(first).orElseThrow(() -> new FormatException(file,
        "has the columns " + FormatException.quote(String.join(", ", first)) + "; " + Columns.NEEDED));
    for (var row = columns.headed() ? rows.next() : first; row != null; row = rows.next()) {
      if (row.size() <= Math.max(columns.file(), columns.caption())) {
        intake.skip(new FormatException(file, rows.place(), "has " + row.size() + " of " + first.size() + " cells"));
      } else {
        add(Columns.picture(row.get(columns.file())), row.get(columns.caption()), captions, intake);
      }
    }
  }

  /** The one that parts the first row into columns with names that are known, else the first that occurs in it. */
  private char separator(String text) {
    var line = text.lines().filter(l -> !l.isBlank()).findFirst().orElse("");
    var candidates = IntStream.range(0, SEPARATORS.length()).mapToObj(SEPARATORS::charAt)
        .filter(c -> line.indexOf(c) >= 0).toList();
    return candidates.stream().filter(c -> Columns.of(new Rows(file, text, c).next()).isPresent()).findFirst()
        .orElse(candidates.isEmpty() ? ',' : candidates.getFirst());
  }

  private void lines(String text, Map<String, List<String>> captions, Intake intake) {
    int number = 0;
    for (var line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (line.isBlank()) continue;
      var place = file.resolveSibling(file.getFileName() + " line " + number);
      Map<?, ?> object;
      try {
        object = object(place, line);
      } catch (FormatException e) {
        intake.skip(e);
        continue;
      }
      for (var caption : captions(object)) add((String) value(object, Columns.FILE), caption, captions, intake);
    }
  }

  /** The object on a line, which names a picture. */
  private static Map<?, ?> object(Path place, String line) {
    var json = Json.parse(place, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    if (!(json instanceof Map<?, ?> object) || !(value(object, Columns.FILE) instanceof String)) {
      throw new FormatException(place, "names no picture; in an object, " + Columns.NEEDED);
    }
    return object;
  }

  /** The captions of an object under the first of the known keys: a text or a list of texts; none where there are none. */
  static List<String> captions(Map<?, ?> object) {
    return switch (value(object, Columns.CAPTION)) {
      case String caption -> List.of(caption);
      case List<?> several -> several.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of("");
    };
  }

  private static Object value(Map<?, ?> object, List<String> keys) {
    return keys.stream().map(object::get).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private static void add(String picture, String caption, Map<String, List<String>> captions, Intake intake) {
    captions.computeIfAbsent(picture, name -> {
      intake.reserve(name);
      return new ArrayList<>();
    }).add(caption);
    intake.reserve(caption);
  }

  /** The folder of the listing and those in it. */
  private List<Path> folders() throws IOException {
    var folder = file.toAbsolutePath().getParent();
    var folders = new ArrayList<>(List.of(folder));
    CaptionFiles.children(folder, name -> true).stream().filter(Files::isDirectory).forEach(folders::add);
    return folders;
  }

  private Picture picture(String name, List<Path> folders) {
    try {
      return Picture.read(folders.stream().map(folder -> folder.resolve(name)).filter(Files::isRegularFile).findFirst()
          .orElse(folders.getFirst().resolve(name)));
    } catch (InvalidPathException e) {
      throw new PictureException(file + ": names the picture " + FormatException.quote(name) + ", which is no path", e);
    }
  }
}
