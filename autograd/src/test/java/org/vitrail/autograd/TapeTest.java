package org.vitrail.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.tensor.NoGradientException;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

class TapeTest {
  @Test void productRule() {
    var x = Tensor.of(new double[] {1, 2, 3}, 3);
    var y = Tensor.of(new double[] {4, 5, 6}, 3);
    var g = Tape.gradients(() -> x.mul(y).add(x).sum(), x, y);
    assertEquals(38, g.loss().item());
    assertArrayEquals(new double[] {5, 6, 7}, g.of(x).toDoubles());
    assertArrayEquals(new double[] {1, 2, 3}, g.of(y).toDoubles());
  }

  @Test void aValueUsedTwiceGetsBothGradients() {
    var x = Tensor.of(new double[] {3}, 1);
    var g = Tape.gradients(() -> {
      var square = x.mul(x);
      return square.mul(square).sum();
    }, x);
    assertArrayEquals(new double[] {4 * 27}, g.of(x).toDoubles());
  }

  @Test void nestedTapesGiveSecondAndThirdDerivatives() {
    var x = Tensor.of(new double[] {2}, 1);
    var third = Tape.gradients(() -> Tape.gradients(() -> Tape.gradients(() -> x.mul(x).mul(x).mul(x).sum(), x).of(x).sum(), x)
        .of(x).sum(), x);
    assertArrayEquals(new double[] {48}, third.of(x).toDoubles());
  }

  @Test void parametersAreFoundWithoutBeingNamed() {
    var w = Parameter.of(Tensor.of(new double[] {2}, 1)).named("w");
    var unused = Parameter.of(Tensor.of(new double[] {2}, 1)).named("head.bias");
    var g = Tape.gradients(() -> w.square().sum());
    assertArrayEquals(new double[] {4}, g.of(w).toDoubles());
    assertTrue(assertThrows(NoGradientException.class, () -> g.of(unused)).getMessage().contains("head.bias"));
  }

  @Test void aLossWithoutLeavesIsRefused() {
    var x = Tensor.of(new double[] {2}, 1);
    assertThrows(NoGradientException.class, () -> Tape.gradients(() -> x.square().sum()));
    assertThrows(NoGradientException.class, () -> Tape.gradients(() -> x.detach().square().sum(), x));
  }

  @Test void checkpointingChangesNoGradient() {
    var w = Parameter.of(Tensor.of(new double[] {0.5, -0.3}, 2));
    var x = Tensor.of(new double[] {1, 2}, 2);
    var plain = Tape.gradients(() -> x.mul(w).tanh().square().sum());
    var again = Tape.gradients(() -> Checkpoint.of(v -> v.mul(w).tanh(), x, List.of(w)).square().sum());
    assertArrayEquals(plain.of(w).toDoubles(), again.of(w).toDoubles());
  }

  @Test void scopesKeepWhatTheyReturnAndNameThemselvesOtherwise() {
    var x = Tensor.of(new float[] {1, 2}, 2);
    var lost = new Tensor[1];
    var kept = Scope.call("step", () -> {
      lost[0] = x.mul(2);
      return lost[0].add(1);
    });
    assertArrayEquals(new float[] {3, 5}, kept.toFloats());
    assertTrue(assertThrows(IllegalStateException.class, () -> lost[0].toFloats()).getMessage().contains("'step'"));
  }
}
