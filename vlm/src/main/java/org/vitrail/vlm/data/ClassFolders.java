package org.vitrail.vlm.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.vit.image.Picture;

/** A folder for each class, named as the class, with pictures below it. */
record ClassFolders(Path folder) implements CaptionFiles.Source {

  @Override public void into(Intake intake) throws IOException {
    if (!Files.isDirectory(folder)) throw new FormatException(folder, "is no folder; name one with a folder for each class");
    var classes = of(folder);
    if (classes.size() < 2) {
      throw new FormatException(folder, "has " + classes.size() + " class folders, at least two are needed; "
          + "make one for each class, named as the class, with its pictures");
    }
    for (var each : classes) {
      for (var file : PictureTree.pictures(each)) {
        intake.add(file.toString(), List.of(each.getFileName().toString()), () -> Picture.read(file));
      }
    }
  }

  /** The folders in a folder. */
  static List<Path> of(Path folder) throws IOException {
    return CaptionFiles.children(folder, name -> true).stream().filter(Files::isDirectory).toList();
  }
}
