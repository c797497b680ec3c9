package org.vitrail.cli;

import java.nio.file.Path;
import org.vitrail.vit.classify.PictureSet;
import org.vitrail.vit.image.Augmentation;
import org.vitrail.vit.image.ColourJitter;
import org.vitrail.vit.image.Filter;
import org.vitrail.vit.image.Size;
import picocli.CommandLine.Option;

/** The pictures that a classifier learns from, and how they change each time it sees them. */
final class PictureOptions {
  @Option(names = "--data", paramLabel = "DATA", defaultValue = "digits",
      description = "digits, scenes, or a folder with one folder of PNG or JPEG pictures for each class (${DEFAULT-VALUE}).")
  private String data;

  @Option(names = "--examples", paramLabel = "N", defaultValue = "20000",
      description = "How many scenes to generate for training (${DEFAULT-VALUE}).")
  private int examples;

  @Option(names = "--image-size", paramLabel = "PIXELS", defaultValue = "32",
      description = "The side that pictures of a folder are scaled to (${DEFAULT-VALUE}).")
  private int imageSize;

  @Option(names = "--shift", paramLabel = "PIXELS", defaultValue = "0",
      description = "Shift training pictures at random by up to so much (${DEFAULT-VALUE}).")
  private int shift;

  @Option(names = "--mirror", defaultValue = "false", fallbackValue = "true",
      description = "Mirror training pictures half the time.")
  private boolean mirror;

  @Option(names = "--crop", paramLabel = "X", defaultValue = "1",
      description = "Cut training pictures at random to parts of at least this share of their area (${DEFAULT-VALUE}).")
  private double crop;

  @Option(names = "--jitter", paramLabel = "X", defaultValue = "0",
      description = "Change brightness, contrast and saturation at random by up to this share (${DEFAULT-VALUE}).")
  private double jitter;

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
    UserError.unless(shift >= 0, "--shift " + shift + " must not be negative");
    UserError.unless(crop > 0 && crop <= 1, "--crop " + crop + " must be greater than 0 and at most 1");
    UserError.unless(jitter >= 0 && jitter < 1, "--jitter " + jitter + " must be at least 0 and less than 1");
    UserError.unless(jitter == 0 || pictures.channels() == 3,
        "--jitter needs colour pictures, " + pictures.name() + " are grey");
    Augmentation change = (picture, random) -> picture;
    if (crop < 1) {
      var size = new Size(pictures.height(), pictures.width());
      change = change.then(new Augmentation.RandomResizedCrop(size, crop, 1, 4.0 / 3, Filter.BILINEAR));
    }
    if (shift > 0) change = change.then(new Augmentation.RandomShift(shift));
    if (mirror) change = change.then(new Augmentation.RandomFlip(0.5));
    return jitter > 0 ? change.then(new ColourJitter(jitter, jitter, jitter)) : change;
  }
}
