package org.vitrail.vit.image;

import java.util.random.RandomGenerator;

/**
 * A random change of a training picture that keeps its meaning. All chance comes from the generator that is passed in,
 * so that a picture can be drawn again: {@code new RandomShift(4).then(new RandomFlip(0.5)).apply(picture, random)}.
 */
@FunctionalInterface
public interface Augmentation {

  Picture apply(Picture picture, RandomGenerator random);

  /** This one, then the next. */
  default Augmentation then(Augmentation next) {
    return (picture, random) -> next.apply(apply(picture, random), random);
  }

  /** Mirrors left to right with a probability. */
  record RandomFlip(double probability) implements Augmentation {
    @Override public Picture apply(Picture picture, RandomGenerator random) {
      return random.nextDouble() < probability ? picture.flip() : picture;
    }
  }

  /** Shifts by up to {@code padding} pixels each way; what comes in at the border is black. */
  record RandomShift(int padding) implements Augmentation {
    @Override public Picture apply(Picture picture, RandomGenerator random) {
      int left = random.nextInt(-padding, padding + 1);
      int top = random.nextInt(-padding, padding + 1);
      return picture.crop(left, top, picture.width(), picture.height());
    }
  }

  /**
   * Cuts out a part of random area and proportions and resizes it (Szegedy et al. 2015).
   *
   * @param least the smallest part of the area, such as 0.08
   * @param most the largest, such as 1
   * @param ratio width by height lies between 1/ratio and ratio, such as 4/3, evenly in its logarithm
   */
  record RandomResizedCrop(Size size, double least, double most, double ratio, Filter filter) implements Augmentation {
    private static final int TRIES = 10;

    @Override public Picture apply(Picture picture, RandomGenerator random) {
      return cut(picture, random).resize(size.width(), size.height(), filter);
    }

    private Picture cut(Picture picture, RandomGenerator random) {
      for (int n = 0; n < TRIES; n++) {
        double area = (least + (most - least) * random.nextDouble()) * picture.width() * picture.height();
        double proportion = Math.pow(ratio, 2 * random.nextDouble() - 1);
        int width = (int) Math.rint(Math.sqrt(area * proportion));
        int height = (int) Math.rint(Math.sqrt(area / proportion));
        if (width > 0 && height > 0 && width <= picture.width() && height <= picture.height()) {
          int left = random.nextInt(picture.width() - width + 1);
          int top = random.nextInt(picture.height() - height + 1);
          return picture.crop(left, top, width, height);
        }
      }
      int width = Math.min(picture.width(), (int) Math.rint(picture.height() * ratio));
      int height = Math.min(picture.height(), (int) Math.rint(picture.width() * ratio));
      return Backend.PIL.centerCrop(picture, new Size(Math.max(1, height), Math.max(1, width)));
    }
  }
}
