package org.vitrail.nn.parity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.vitrail.tensor.Tensor;

/** Hears each tensor computed here beside the reference's, and remembers the worst. */
public final class Checks {
  /** Numbers beyond it stand for −∞ or ∞ in masked scores; they are compared one by one and count in no maximum. */
  private static final double INFINITE = 1e30;
  private static final int MENTIONED = 3;

  private final List<String> failures = new ArrayList<>();
  private final List<String> unsupported = new ArrayList<>();
  private int compared;
  private double outputs;
  private double gradients;

  /** Compares an output; null if there is none. Integers must be equal. */
  public void output(String name, Tensor actual, Tensor expected, Tolerance tolerance) {
    outputs = Math.max(outputs, share(name, actual, expected, tolerance));
  }

  /** Compares a gradient; null if there is none, which stands for zeros. */
  public void gradient(String name, Tensor actual, Tensor expected, Tolerance tolerance) {
    var given = actual == null ? expected.zerosLike() : actual;
    gradients = Math.max(gradients, share("gradient of " + name, given, expected, tolerance));
  }

  /** Something disagrees that is no tensor, or failed with an error. */
  public void failure(String name, String reason) {
    failures.add(name + ": " + reason);
  }

  /** {@code name} cannot be run here. */
  public void unsupported(String name, String reason) {
    unsupported.add(name + ": " + reason);
  }

  private double share(String name, Tensor actual, Tensor expected, Tolerance tolerance) {
    compared++;
    if (actual == null) {
      failures.add("there is no " + name);
      return Double.POSITIVE_INFINITY;
    }
    if (!actual.shape().equals(expected.shape())) {
      failures.add(name + " is " + actual.shape() + ", expected " + expected.shape());
      return Double.POSITIVE_INFINITY;
    }
    double share = share(actual.toDoubles(), expected.toDoubles(),
        expected.dtype().isReal() ? tolerance : Tolerance.EXACT);
    if (!(share <= 1)) failures.add(String.format("%s is off by %.3g of what is allowed", name, share));
    return share;
  }

  /** The largest error as a share of the allowed one; NaN only where expected. */
  static double share(double[] actual, double[] expected, Tolerance tolerance) {
    double error = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double a = actual[i];
      double b = expected[i];
      if (Math.abs(b) > INFINITE || Double.isNaN(a) || Double.isNaN(b)) {
        boolean same = Double.compare(a, b) == 0 || Math.abs(a - b) <= tolerance.rtol() * Math.abs(b);
        if (!same) return Double.POSITIVE_INFINITY;
      } else {
        error = Math.max(error, Math.abs(a - b));
        largest = Math.max(largest, Math.abs(b));
      }
    }
    return error == 0 ? 0 : error / (tolerance.atol() + tolerance.rtol() * largest);
  }

  CaseResult result(String name, String className) {
    var status = !failures.isEmpty() ? CaseResult.Status.FAIL
        : !unsupported.isEmpty() ? CaseResult.Status.UNSUPPORTED : CaseResult.Status.PASS;
    var message = status == CaseResult.Status.FAIL ? summary(failures) : summary(unsupported);
    return new CaseResult(name, className, compared, outputs, gradients, status, message);
  }

  private static String summary(Collection<String> all) {
    var first = String.join("; ", all.stream().limit(MENTIONED).toList());
    return all.size() <= MENTIONED ? first : first + "; and " + (all.size() - MENTIONED) + " more";
  }
}
