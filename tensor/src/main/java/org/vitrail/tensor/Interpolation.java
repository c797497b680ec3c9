package org.vitrail.tensor;

import java.util.stream.IntStream;
import org.vitrail.kernels.Devices;

/**
 * How a picture is resized: each axis on its own, as a matrix whose row o holds the weight of each input in output o.
 * Pixels are squares whose centres stand at half numbers, or, with aligned corners, points of which the first and the
 * last keep their places.
 *
 * @param antialias widens the filter when shrinking, so that every input counts; with Keys' parameter −½ in place of −¾
 */
public record Interpolation(Mode mode, boolean alignCorners, boolean antialias) {
  /** The filter. */
  public enum Mode { NEAREST, BILINEAR, BICUBIC, AREA }

  /** The input at ⌊o·scale⌋. */
  public static final Interpolation NEAREST = new Interpolation(Mode.NEAREST, false, false);
  /** The two neighbours, weighed by nearness. */
  public static final Interpolation BILINEAR = new Interpolation(Mode.BILINEAR, false, false);
  /** Four neighbours, weighed by cubic convolution (Keys 1981). */
  public static final Interpolation BICUBIC = new Interpolation(Mode.BICUBIC, false, false);
  /** The mean of the inputs that an output covers. */
  public static final Interpolation AREA = new Interpolation(Mode.AREA, false, false);

  public Interpolation withAlignedCorners() {
    return new Interpolation(mode, true, antialias);
  }

  public Interpolation withAntialias() {
    return new Interpolation(mode, alignCorners, true);
  }

  /** x with {@code size} pixels on {@code axis}, {@code scale} original ones apart unless corners are aligned. */
  Tensor resize(Tensor x, int axis, int size, double scale) {
    int inputs = x.dim(axis);
    if (size < 1 || inputs < 1) {
      throw new ShapeException("interpolate: axis " + axis + " of " + x.shape() + " cannot get " + size + " pixels");
    }
    return switch (mode) {
      case NEAREST -> x.indexSelect(axis, Devices.on(x.device(), () -> Tensor.of(nearest(inputs, size, scale), size)));
      case AREA -> x.resample(axis, Averaging.stretches(inputs, size));
      case BILINEAR, BICUBIC -> x.resample(axis, weights(inputs, size, scale));
    };
  }

  /** The input that each output copies, found in single precision, so that ties fall as in other libraries. */
  private static int[] nearest(int inputs, int outputs, double scale) {
    float step = outputs == inputs || outputs == 2 * inputs ? (float) inputs / outputs : (float) scale;
    return IntStream.range(0, outputs).map(o -> Math.min((int) (o * step), inputs - 1)).toArray();
  }

  private double[][] weights(int inputs, int outputs, double scale) {
    double step = !alignCorners ? scale : outputs > 1 ? (inputs - 1.0) / (outputs - 1) : 0;
    var m = new double[outputs][inputs];
    for (int o = 0; o < outputs; o++) {
      double at = alignCorners ? o * step : (o + 0.5) * step - 0.5;
      if (inputs == outputs && (antialias || mode == Mode.BILINEAR)) m[o][o] = 1;
      else if (antialias) filtered(m[o], (o + 0.5) * step, Math.max(step, 1));
      else if (mode == Mode.BICUBIC) cubic(m[o], at);
      else linear(m[o], Math.max(at, 0));
    }
    return m;
  }

  private static void linear(double[] weights, double at) {
    int left = Math.min((int) at, weights.length - 1);
    double toRight = Math.min(at - left, 1);
    weights[left] += 1 - toRight;
    weights[Math.min(left + 1, weights.length - 1)] += toRight;
  }

  private static void cubic(double[] weights, double at) {
    int left = (int) Math.floor(at);
    for (int i = left - 1; i <= left + 2; i++) {
      weights[Math.clamp(i, 0, weights.length - 1)] += keys(at - i, -0.75);
    }
  }

  /** The filter stretched to {@code width} inputs around {@code centre}, cut off at the borders, with sum 1. */
  private void filtered(double[] weights, double centre, double width) {
    double support = (mode == Mode.BICUBIC ? 2 : 1) * width;
    int from = Math.max((int) (centre - support + 0.5), 0);
    int to = Math.min((int) (centre + support + 0.5), weights.length);
    double sum = 0;
    for (int i = from; i < to; i++) {
      double x = (i + 0.5 - centre) / width;
      weights[i] = mode == Mode.BICUBIC ? keys(x, -0.5) : Math.max(1 - Math.abs(x), 0);
      sum += weights[i];
    }
    for (int i = from; i < to; i++) weights[i] /= sum;
  }

  /** Keys' cubic convolution kernel with slope {@code a} at distance 1. */
  private static double keys(double distance, double a) {
    double x = Math.abs(distance);
    if (x >= 2) return 0;
    return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  }
}
