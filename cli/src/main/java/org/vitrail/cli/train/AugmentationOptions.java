package org.vitrail.cli.train;

import org.vitrail.cli.console.UserError;
import org.vitrail.vit.image.Augmentation;
import org.vitrail.vit.image.ColourJitter;
import org.vitrail.vit.image.Filter;
import org.vitrail.vit.image.Size;
import picocli.CommandLine.Option;

/** How pictures change each time a model sees them. */
public final class AugmentationOptions {
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

  /** What happens to pictures of this size and so many channels. */
  public Augmentation of(Size size, int channels) {
    UserError.unless(shift >= 0, "--shift " + shift + " must not be negative");
    UserError.unless(crop > 0 && crop <= 1, "--crop " + crop + " must be greater than 0 and at most 1");
    UserError.unless(jitter >= 0 && jitter < 1, "--jitter " + jitter + " must be at least 0 and less than 1");
    UserError.unless(jitter == 0 || channels == 3, "--jitter needs colour pictures, these are grey");
    Augmentation change = (picture, random) -> picture;
    if (crop < 1) change = change.then(new Augmentation.RandomResizedCrop(size, crop, 1, 4.0 / 3, Filter.BILINEAR));
    if (shift > 0) change = change.then(new Augmentation.RandomShift(shift));
    if (mirror) change = change.then(new Augmentation.RandomFlip(0.5));
    return jitter > 0 ? change.then(new ColourJitter(jitter, jitter, jitter)) : change;
  }
}
