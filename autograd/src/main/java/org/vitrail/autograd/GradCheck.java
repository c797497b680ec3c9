package org.vitrail.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Tensor;

/**
 * Compares gradients with central differences {@code (f(x + h) − f(x − h)) / 2h} in float64.
 */
public final class GradCheck {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-6;

  private GradCheck() {}

  /**
   * Checks {@code f}, whose result is weighted by fixed pseudo-random numbers and summed, at {@code inputs} (F64).
   *
   * @throws AssertionError naming the input, the element and both values where they differ by more than
   *     1e-6·max(1, |numeric|)
   */
  public static void check(Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    for (var input : inputs) {
      if (input.dtype() != DType.F64) throw new IllegalArgumentException("gradient checks need F64, got " + input);
    }
    var gradients = Tape.gradients(() -> weigh(f.apply(inputs)), inputs);
    for (int i = 0; i < inputs.size(); i++) {
      var analytic = gradients.find(inputs.get(i)).map(Tensor::toDoubles).orElse(new double[inputs.get(i).size()]);
      var numeric = differences(f, inputs, i);
      for (int e = 0; e < numeric.length; e++) {
        if (!(Math.abs(analytic[e] - numeric[e]) <= TOLERANCE * Math.max(1, Math.abs(numeric[e])))) {
          throw new AssertionError("gradient of input " + i + " " + inputs.get(i).shape() + ", element " + e + ": "
              + analytic[e] + ", by differences " + numeric[e]);
        }
      }
    }
  }

  private static double[] differences(Function<List<Tensor>, Tensor> f, List<Tensor> inputs, int i) {
    var x = inputs.get(i).toDoubles();
    var slopes = new double[x.length];
    for (int e = 0; e < x.length; e++) {
      slopes[e] = (nudged(f, inputs, i, x, e, STEP) - nudged(f, inputs, i, x, e, -STEP)) / (2 * STEP);
    }
    return slopes;
  }

  private static double nudged(Function<List<Tensor>, Tensor> f, List<Tensor> inputs, int i, double[] x, int e,
      double by) {
    var moved = x.clone();
    moved[e] += by;
    var others = new Tensor[inputs.size()];
    Arrays.setAll(others, k -> inputs.get(k));
    others[i] = Tensor.of(moved, inputs.get(i).shape().sizes());
    return weigh(f.apply(List.of(others))).item();
  }

  /** Σ wᵢ·yᵢ with weights that no symmetry cancels. */
  private static Tensor weigh(Tensor y) {
    var weights = new double[y.size()];
    for (int i = 0; i < weights.length; i++) weights[i] = Math.sin(1 + 1.7 * i);
    return y.mul(Tensor.of(weights, y.shape().sizes())).sum();
  }
}
