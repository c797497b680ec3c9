package org.vitrail.cli.classify;

import java.nio.file.Path;
import org.vitrail.cli.train.AugmentationOptions;
import org.vitrail.vit.classify.PictureSet;
import org.vitrail.vit.image.Augmentation;
import org.vitrail.vit.image.Size;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The pictures that a classifier learns from. */
final class PictureOptions {
  @Option(names = "--data", paramLabel = "DATA", defaultValue = "digits",
      description = "digits, scenes, or a folder with one folder of PNG or JPEG pictures for each class "
          + "(${DEFAULT-VALUE}).")
  private String data;

  @Option(names = "--examples", paramLabel = "N", defaultValue = "20000",
      description = "How many scenes to generate for training (${DEFAULT-VALUE}).")
  private int examples;

  @Option(names = "--image-size", paramLabel = "PIXELS", defaultValue = "32",
      description = "The side that pictures of a folder are scaled to (${DEFAULT-VALUE}).")
  private int imageSize;

  @Mixin private AugmentationOptions augmentation;

  /** A name for a run with these pictures. */
  String name() {
    return Path.of(data).toAbsolutePath().getFileName().toString();
  }

  /** The pictures to learn from. */
  PictureSet load() {
    return switch (data) {
      case "digits" -> PictureSet.digits();
      case "scenes" -> PictureSet.scenes(examples);
      default -> PictureSet.folder(Path.of(data), imageSize);
    };
  }

  /** What happens to a picture each time the model sees it. */
  Augmentation augmentation(PictureSet pictures) {
    return augmentation.of(new Size(pictures.height(), pictures.width()), pictures.channels());
  }
}
