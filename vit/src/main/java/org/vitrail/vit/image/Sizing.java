package org.vitrail.vit.image;

/** The rule for the size that a picture is resized to. Where numbers are cut off or rounded is part of each rule. */
public sealed interface Sizing {

  Size of(Size picture);

  /** Always the same size. */
  record Exact(Size size) implements Sizing {
    @Override public Size of(Size picture) {
      return size;
    }
  }

  /** The shortest edge gets this length, the other one follows. */
  record ShortestEdge(int edge) implements Sizing {
    @Override public Size of(Size picture) {
      int other = (int) ((double) ((long) edge * picture.longest()) / picture.shortest());
      return picture.width() <= picture.height() ? new Size(other, edge) : new Size(edge, other);
    }
  }

  /** As {@link ShortestEdge}, but so much smaller that the longest edge is at most {@code longest}. */
  record Edges(int shortest, int longest) implements Sizing {
    @Override public Size of(Size picture) {
      double ratio = (double) picture.longest() / picture.shortest();
      boolean tooLong = ratio * shortest > longest;
      double exact = tooLong ? longest * (double) picture.shortest() / picture.longest() : shortest;
      int edge = tooLong ? (int) Math.rint(exact) : shortest;
      if (edge == picture.shortest()) {
        return picture;
      }
      return picture.width() < picture.height()
          ? new Size((int) (exact * picture.height() / picture.width()), edge)
          : new Size(edge, (int) (exact * picture.width() / picture.height()));
    }
  }

  /** The largest size with the same proportions that fits into a frame. */
  record Within(Size frame) implements Sizing {
    @Override public Size of(Size picture) {
      double scale = Math.min((double) frame.height() / picture.height(), (double) frame.width() / picture.width());
      return new Size((int) (picture.height() * scale), (int) (picture.width() * scale));
    }
  }

  /** ViLT: as {@link Edges} with a longest edge of 1333/800 of the shortest, cut down to multiples of a divisor. */
  record Multiple(int shortest, int divisor) implements Sizing {
    @Override public Size of(Size picture) {
      int longest = (int) (1333.0 / 800 * shortest);
      double scale = (double) shortest / picture.shortest();
      double height = picture.height() < picture.width() ? shortest : scale * picture.height();
      double width = picture.height() < picture.width() ? scale * picture.width() : shortest;
      double down = Math.min(1, longest / Math.max(height, width));
      return new Size(cut(down * height), cut(down * width));
    }

    private int cut(double length) {
      return (int) (length + 0.5) / divisor * divisor;
    }
  }

  /** SigLIP 2: about the same proportions in at most {@code most} patches, whose scale bisection finds. */
  record PatchBudget(int patch, int most) implements Sizing {
    private static final double CLOSE = 1e-5;
    private static final double LARGEST = 100;

    @Override public Size of(Size picture) {
      double low = CLOSE / 10;
      double high = LARGEST;
      while (high - low >= CLOSE) {
        double scale = (low + high) / 2;
        if (patches(picture.height(), scale) * patches(picture.width(), scale) <= most) low = scale;
        else high = scale;
      }
      return new Size((int) patches(picture.height(), low) * patch, (int) patches(picture.width(), low) * patch);
    }

    private long patches(int length, double scale) {
      return Math.max(1, (long) Math.ceil(length * scale / patch));
    }
  }

  /** Qwen2-VL: multiples of a factor, with a number of pixels between two limits and about the same proportions. */
  record PixelBudget(long least, long most, int factor) implements Sizing {
    @Override public Size of(Size picture) {
      if (picture.longest() > 200L * picture.shortest()) {
        throw new IllegalArgumentException("preprocessing: a picture of " + picture.width() + "x" + picture.height()
            + " is too long for this processor; crop it to a ratio of at most 200");
      }
      double area = (double) picture.height() * picture.width();
      long height = (long) Math.rint((double) picture.height() / factor) * factor;
      long width = (long) Math.rint((double) picture.width() / factor) * factor;
      if (height * width > most) {
        double beta = Math.sqrt(area / most);
        height = Math.max(factor, (long) Math.floor(picture.height() / beta / factor) * factor);
        width = Math.max(factor, (long) Math.floor(picture.width() / beta / factor) * factor);
      } else if (height * width < least) {
        double beta = Math.sqrt(least / area);
        height = (long) Math.ceil(picture.height() * beta / factor) * factor;
        width = (long) Math.ceil(picture.width() * beta / factor) * factor;
      }
      return new Size((int) Math.min(height, Integer.MAX_VALUE), (int) Math.min(width, Integer.MAX_VALUE));
    }
  }
}
