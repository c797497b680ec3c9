package org.vitrail.vit.image;

import java.util.Arrays;

/**
 * Antialiased resizing in integers: two passes, across and then down, each output byte a weighted sum of input bytes
 * with weights rounded to fixed point. When shrinking, the filter is widened by the scale, so that every pixel counts.
 * The two libraries that checkpoints were trained with differ in the weights alone.
 */
enum Resize {
  /** Pillow, {@code Resample.c}: 22 fraction bits. */
  PILLOW {
    @Override int fractionBits(double largest) {
      return 22;
    }
  },

  /** PyTorch on {@code uint8} tensors: as many bits as let the largest weight fit 16 bits. */
  TORCH {
    @Override int fractionBits(double largest) {
      int bits = 0;
      while (bits < 22 && (int) (0.5 + largest * (1 << bits + 1)) < 1 << 15) {
        bits++;
      }
      return bits;
    }

    @Override int[] under(int from, int to) {
      float scale = (float) from / to;
      int[] at = new int[to];
      for (int o = 0; o < to; o++) {
        at[o] = Math.min((int) ((o + 0.5f) * scale), from - 1);
      }
      return at;
    }
  };

  abstract int fractionBits(double largest);

  Picture apply(Picture picture, int width, int height, Filter filter) {
    if (filter == Filter.NEAREST) {
      return nearest(picture, width, height);
    }
    var out = picture;
    if (out.width() != width) {
      out = across(out, width, weights(out.width(), width, filter));
    }
    return out.height() == height ? out : down(out, height, weights(out.height(), height, filter));
  }

  /** Output o is the sum of inputs {@code first[o] + k} times {@code weight[o·taps + k]}, k below {@code count[o]}. */
  private record Weights(int[] first, int[] count, int[] weight, int taps, int bits) {}

  private Weights weights(int from, int to, Filter filter) {
    double scale = (double) from / to;
    double widened = Math.max(scale, 1);
    double support = filter.support * widened;
    int taps = (int) Math.ceil(support) * 2 + 1;
    int[] first = new int[to];
    int[] count = new int[to];
    double[] exact = new double[to * taps];
    double largest = 0;
    for (int o = 0; o < to; o++) {
      double center = (o + 0.5) * scale;
      first[o] = Math.max(0, (int) (center - support + 0.5));
      count[o] = Math.min(from, (int) (center + support + 0.5)) - first[o];
      double sum = 0;
      for (int k = 0; k < count[o]; k++) {
        double w = filter.weight((k + first[o] - center + 0.5) * (1 / widened));
        exact[o * taps + k] = w;
        sum += w;
      }
      for (int k = 0; k < count[o] && sum != 0; k++) {
        exact[o * taps + k] /= sum;
        largest = Math.max(largest, exact[o * taps + k]);
      }
    }
    int bits = fractionBits(largest);
    double one = 1 << bits;
    int[] weight = Arrays.stream(exact).mapToInt(w -> (int) (w * one + (w < 0 ? -0.5 : 0.5))).toArray();
    return new Weights(first, count, weight, taps, bits);
  }

  private static Picture across(Picture in, int width, Weights weights) {
    var out = Picture.blank(width, in.height(), in.channels());
    for (int y = 0; y < in.height(); y++) {
      for (int c = 0; c < in.channels(); c++) {
        row(in.pixels(), y * in.width() * in.channels() + c, out.pixels(), y * width * in.channels() + c,
            in.channels(), weights);
      }
    }
    return out;
  }

  /** One channel of one row; its bytes are {@code step} apart. */
  private static void row(byte[] from, int in, byte[] to, int out, int step, Weights weights) {
    int[] first = weights.first;
    int[] count = weights.count;
    int[] weight = weights.weight;
    for (int x = 0; x < first.length; x++) {
      int at = in + first[x] * step;
      int tap = x * weights.taps;
      int sum = 1 << weights.bits - 1;
      for (int end = tap + count[x]; tap < end; tap++, at += step) {
        sum += (from[at] & 0xFF) * weight[tap];
      }
      to[out + x * step] = Bytes.clip(sum >> weights.bits);
    }
  }

  private static Picture down(Picture in, int height, Weights weights) {
    var out = Picture.blank(in.width(), height, in.channels());
    byte[] from = in.pixels();
    byte[] to = out.pixels();
    int stride = in.width() * in.channels();
    int[] sum = new int[stride];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sum, 1 << weights.bits - 1);
      for (int k = 0; k < weights.count[y]; k++) {
        addRow(sum, from, (weights.first[y] + k) * stride, weights.weight[y * weights.taps + k]);
      }
      for (int i = 0; i < stride; i++) {
        to[y * stride + i] = Bytes.clip(sum[i] >> weights.bits);
      }
    }
    return out;
  }

  private static void addRow(int[] sum, byte[] from, int at, int weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (from[at + i] & 0xFF) * weight;
    }
  }

  private Picture nearest(Picture in, int width, int height) {
    int[] columns = under(in.width(), width);
    int[] rows = under(in.height(), height);
    int channels = in.channels();
    var out = Picture.blank(width, height, channels);
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = (rows[y] * in.width() + columns[x]) * channels;
        for (int c = 0; c < channels; c++) {
          out.pixels()[at++] = in.pixels()[pixel + c];
        }
      }
    }
    return out;
  }

  /** The pixel under the middle of each output pixel; Pillow adds the steps up. */
  int[] under(int from, int to) {
    double scale = (double) from / to;
    int[] at = new int[to];
    double middle = scale * 0.5;
    for (int o = 0; o < to; o++) {
      at[o] = Math.min((int) middle, from - 1);
      middle += scale;
    }
    return at;
  }
}
