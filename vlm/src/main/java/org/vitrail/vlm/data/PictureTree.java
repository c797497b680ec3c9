package org.vitrail.vlm.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.PictureException;

/** Pictures below a folder with a text file beside each: {@code cat.jpg} and {@code cat.txt}. */
record PictureTree(Path folder) implements CaptionFiles.Source {

  @Override public void into(Intake intake) throws IOException {
    for (var file : pictures(folder)) {
      var text = text(file);
      if (hasText(file)) {
        captions(text, intake, file);
      } else {
        intake.skip(new PictureException(file + ": has no caption, " + text.getFileName() + " is not there"));
      }
    }
  }

  /** The text beside a picture. */
  private static Path text(Path picture) {
    var name = picture.getFileName().toString();
    return picture.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".txt");
  }

  static boolean hasText(Path picture) {
    return Files.isRegularFile(text(picture));
  }

  private static void captions(Path text, Intake intake, Path file) throws IOException {
    List<String> captions;
    try {
      captions = Utf8File.read(text, Utf8File.CAPTION).lines().toList();
    } catch (FormatException e) {
      intake.skip(e);
      return;
    }
    intake.add(file.toString(), captions, () -> Picture.read(file));
  }

  /** All pictures below a folder, in the order of names. */
  static List<Path> pictures(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(CaptionFiles::isPicture)
          .filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }
}
