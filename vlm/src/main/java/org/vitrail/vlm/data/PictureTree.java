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
      var name = file.getFileName().toString();
      var text = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".txt");
      if (Files.isRegularFile(text)) {
        captions(text, intake, file);
      } else {
        intake.skip(new PictureException(file + ": has no caption, " + text.getFileName() + " is not there"));
      }
    }
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
