package org.vitrail.vit.image;

import java.util.Arrays;
import java.util.Collections;
import java.util.random.RandomGenerator;

/**
 * Random brightness, contrast and saturation, in random order. Each draws a factor from {@code 1 - x} to {@code 1 + x}
 * and moves the picture away from, or towards, black, its mean grey, or the grey of each pixel:
 * {@code grey + factor·(x - grey)}, as {@code ImageEnhance} in Pillow does it. Alpha stays as it is.
 */
public record ColourJitter(double brightness, double contrast, double saturation) implements Augmentation {

  @Override public Picture apply(Picture picture, RandomGenerator random) {
    var steps = Arrays.asList(Step.values());
    Collections.shuffle(steps, random);
    var out = picture;
    for (var step : steps) {
      double width = switch (step) {
        case BRIGHTNESS -> brightness;
        case CONTRAST -> contrast;
        case SATURATION -> saturation;
      };
      if (width > 0) {
        double factor = Math.max(0, 1 - width) + (1 + width - Math.max(0, 1 - width)) * random.nextDouble();
        out = step.apply(out, (float) factor);
      }
    }
    return out;
  }

  /** One property of a picture and the grey that it is measured from. */
  enum Step {
    BRIGHTNESS, CONTRAST, SATURATION;

    /** The picture with {@code factor} times as much of it; 1 changes nothing. */
    Picture apply(Picture picture, float factor) {
      int channels = picture.channels();
      int colours = Math.min(channels, 3);
      int mean = this == CONTRAST ? meanGrey(picture) : 0;
      byte[] in = picture.pixels();
      byte[] out = in.clone();
      for (int i = 0; i < in.length; i += channels) {
        int grey = this == SATURATION ? grey(in, i, channels) : mean;
        for (int c = i; c < i + colours; c++) {
          out[c] = Bytes.clip((int) (grey + factor * ((in[c] & 0xFF) - grey)));
        }
      }
      return new Picture(picture.width(), picture.height(), channels, out);
    }

    private static int meanGrey(Picture picture) {
      long sum = 0;
      for (int i = 0; i < picture.pixels().length; i += picture.channels()) {
        sum += grey(picture.pixels(), i, picture.channels());
      }
      return (int) ((double) sum / ((long) picture.width() * picture.height()) + 0.5);
    }

    /** ITU-R 601 luma, {@code 0.299 R + 0.587 G + 0.114 B}, in fixed point. */
    private static int grey(byte[] pixels, int i, int channels) {
      if (channels == 1) {
        return pixels[i] & 0xFF;
      }
      int sum = 19595 * (pixels[i] & 0xFF) + 38470 * (pixels[i + 1] & 0xFF) + 7471 * (pixels[i + 2] & 0xFF);
      return sum + 0x8000 >> 16;
    }
  }
}
