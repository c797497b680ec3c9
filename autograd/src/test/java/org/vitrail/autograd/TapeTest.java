package org.vitrail.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.vitrail.tensor.NoGradientException;
import org.vitrail.tensor.Op;
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

  @Test void gradientsThatShareMemoryAreNotAddedInPlace() {
    var x = Tensor.of(new double[] {1, 2}, 2);
    var y = Tensor.of(new double[] {3, 5}, 2);
    var g = Tape.gradients(() -> {
      var sum = x.add(y);                                             // both inputs get one gradient
      return sum.mul(sum).add(y.reshape(2)).add(x.add(x)).sum();
    }, x, y);
    assertArrayEquals(new double[] {2 * 4 + 2, 2 * 7 + 2}, g.of(x).toDoubles());
    assertArrayEquals(new double[] {2 * 4 + 1, 2 * 7 + 1}, g.of(y).toDoubles());
  }

  @Test void aNormAddsItsGradientToTheOneThatWentPastIt() {
    var x = Tensor.of(new double[] {1, 2, 4, 3, 5, -1}, 2, 3);
    var c = Tensor.of(new double[] {3, 5, 1, -2, 0.5, 2}, 2, 3);
    for (UnaryOperator<Tensor> norm : List.<UnaryOperator<Tensor>>of(t -> t.layerNorm(null, null, 1e-5),
        t -> t.rmsNorm(null, 1e-5))) {
      var past = Tape.gradients(() -> x.square().mul(c).sum(), x).of(x);
      var through = Tape.gradients(() -> norm.apply(x.square()).mul(c).sum(), x).of(x);
      var both = Tape.gradients(() -> {
        var s = x.square();
        return norm.apply(s).mul(c).add(s.mul(c)).sum();              // backwards, the norm comes last
      }, x).of(x);
      assertArrayEquals(past.add(through).toDoubles(), both.toDoubles(), 1e-12);
    }
  }

  @Test void theForwardPassStaysReadableInItsScope() {
    var x = Tensor.of(new double[] {1, 2}, 2);
    var inner = new Tensor[1];
    var slope = Scope.call("step", () -> {
      var g = Tape.gradients(() -> {
        inner[0] = x.mul(3);
        return inner[0].square().sum();
      }, x);
      assertArrayEquals(new double[] {3, 6}, inner[0].toDoubles());
      return g;
    });
    assertArrayEquals(new double[] {18, 36}, slope.of(x).toDoubles());
  }

  /** Whatever an operation of an embedder hands back as a gradient, even one of its inputs, stays untouched. */
  @Test void anInputHandedBackAsGradientIsNotOverwritten() {
    record Dot(Tensor x, Tensor c) implements Op {
      @Override public List<Tensor> inputs() {
        return List.of(x, c);
      }

      @Override public Tensor forward() {
        return x.mul(c).sum();
      }

      @Override public List<Gradient> backward(Tensor y, Tensor dy) {
        return List.of(() -> c, Gradient.NONE);
      }
    }

    var x = Tensor.of(new double[] {1, 2}, 2);
    var c = Tensor.of(new double[] {3, 5}, 2);
    var g = Tape.gradients(() -> Tensor.of(new Dot(x, c)).add(Tensor.of(new Dot(x.mul(1), c))).add(x.sum()), x);
    assertArrayEquals(new double[] {7, 11}, g.of(x).toDoubles());
    assertArrayEquals(new double[] {3, 5}, c.toDoubles());
  }
}
