package org.vitrail.vlm.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which cells of a table name the picture and say what is on it.
 *
 * @param headed whether the first row holds the names of the columns
 */
record Columns(int file, int caption, boolean headed) {
  static final List<String> FILE = List.of("image", "file", "path", "filepath", "file_path", "filename", "file_name",
      "image_path", "image_file", "image_name", "img", "picture");
  static final List<String> CAPTION = List.of("caption", "captions", "text", "title", "description", "sentence",
      "comment");
  static final String NEEDED = "name one " + String.join(", ", FILE.subList(0, 4)) + " or filename and one "
      + String.join(", ", CAPTION.subList(0, 4)) + " or description";

  private static final Pattern PICTURE = Pattern.compile("(?i)(.+\\.(?:png|jpg|jpeg))(?:#\\d+)?");

  /** Of the first row of a table: names, or, where there are none, a picture's name and a caption. */
  static Optional<Columns> of(List<String> row) {
    var names = row.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    var file = FILE.stream().filter(names::contains).findFirst();
    var caption = CAPTION.stream().filter(names::contains).findFirst();
    if (file.isPresent() && caption.isPresent()) {
      return Optional.of(new Columns(names.indexOf(file.get()), names.indexOf(caption.get()), true));
    }
    boolean pictureFirst = row.size() == 2 && PICTURE.matcher(row.getFirst()).matches();
    return pictureFirst ? Optional.of(new Columns(0, 1, false)) : Optional.empty();
  }

  /** A picture's name without the number of its caption, {@code dog.jpg#2}, as the files of Flickr8k have it. */
  static String picture(String cell) {
    var name = PICTURE.matcher(cell);
    return name.matches() ? name.group(1) : cell;
  }
}
