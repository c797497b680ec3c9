package org.vitrail.vlm.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.vit.image.Picture;

/** All pictures below a folder, with no more to be said of each than the name of its file. */
record BarePictures(Path folder) implements CaptionFiles.Source {

  @Override public void into(Intake intake) throws IOException {
    if (!Files.isDirectory(folder)) throw new FormatException(folder, "is no folder; name one with PNG or JPEG pictures");
    for (var file : PictureTree.pictures(folder)) {
      intake.add(file.toString(), List.of(file.getFileName().toString()), () -> Picture.read(file));
    }
  }
}
