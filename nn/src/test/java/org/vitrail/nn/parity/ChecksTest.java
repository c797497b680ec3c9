package org.vitrail.nn.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vitrail.nn.parity.CaseResult.Status;
import org.vitrail.tensor.Tensor;

class ChecksTest {
  private static final Tolerance LOOSE = new Tolerance(0.1, 0.5);
  private final Checks checks = new Checks();

  @Test void theErrorIsAShareOfWhatIsAllowed() {
    checks.output("y", Tensor.of(new float[] {1, 21}, 2), Tensor.of(new float[] {1, 20}, 2), LOOSE);
    checks.gradient("w", Tensor.of(new float[] {2}, 1), Tensor.of(new float[] {1}, 1), LOOSE);
    var result = checks.result("case", "Class");
    assertEquals(1 / 2.5, result.outputs(), 1e-6);
    assertEquals(1 / 0.6, result.gradients(), 1e-6);
    assertEquals(Status.FAIL, result.status());
    assertEquals(2, result.compared());
    assertTrue(result.message().contains("gradient of w"), result.message());
  }

  @Test void numbersBeyond1e30CountInNoMaximum() {
    assertEquals(0.8, Checks.share(new double[] {-3e38, 0.4}, new double[] {-3e38, 0}, LOOSE), 1e-9);
    assertTrue(Checks.share(new double[] {0, 0}, new double[] {-3e38, 0}, LOOSE) > 1);
    assertTrue(Checks.share(new double[] {3e38}, new double[] {-3e38}, LOOSE) > 1);
    var infinite = new double[] {Double.NEGATIVE_INFINITY};
    assertEquals(0, Checks.share(infinite, infinite, LOOSE));
  }

  @Test void nanAgreesWithNothingButNan() {
    assertTrue(Checks.share(new double[] {Double.NaN}, new double[] {1}, LOOSE) > 1);
    assertTrue(Checks.share(new double[] {1}, new double[] {Double.NaN}, LOOSE) > 1);
  }

  @Test void integersMustBeEqual() {
    checks.output("ids", Tensor.of(new int[] {1000}, 1), Tensor.of(new int[] {1001}, 1), new Tolerance(0.5, 0.5));
    assertEquals(Status.FAIL, checks.result("case", "Class").status());
  }

  @Test void aMissingOutputFailsAndAMissingGradientIsZero() {
    checks.gradient("w", null, Tensor.zeros(2), Tolerance.EXACT);
    assertEquals(Status.PASS, checks.result("case", "Class").status());
    checks.output("y", null, Tensor.zeros(2), LOOSE);
    assertEquals(Status.FAIL, checks.result("case", "Class").status());
  }

  @Test void whatCannotBeRunIsNoFailure() {
    checks.unsupported("lamb", "no such optimiser");
    assertEquals(Status.UNSUPPORTED, checks.result("case", "Class").status());
  }
}
