package org.vitrail.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.autograd.Parameter;
import org.vitrail.autograd.Tape;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

class OptimizerTest {
  static Stream<Function<List<Group>, Optimizer>> optimizers() {
    return Stream.of(g -> new Sgd(g, 0.9, 0.1, true), g -> new Adam(g, 0.9, 0.99, 1e-8, true), AdamW::new, Adagrad::new,
        g -> new RmsProp(g, 0.9, 1e-8, 0.5), NAdam::new, Lion::new, Lamb::new, g -> new Lars(g, 0.9),
        g -> new Adafactor(g, Adafactor.Variant.TORCH), g -> new Adafactor(g, Adafactor.Variant.ABSOLUTE),
        g -> new Adafactor(g, Adafactor.Variant.RELATIVE));
  }

  private record Problem(Parameter w, Parameter b, Optimizer optimizer) {
    static Problem of(Function<List<Group>, Optimizer> make) {
      var random = RandomStream.of(5);
      var w = Parameter.of(random.normal(Shape.of(4, 3), 0, 1)).named("net.w");
      var b = Parameter.of(random.normal(Shape.of(3), 0, 1)).named("net.b");
      return new Problem(w, b, make.apply(Group.of(List.of(w, b), 0.01)));
    }

    void steps(int from, int to) {
      for (int step = from; step < to; step++) {
        var x = RandomStream.of(step).normal(Shape.of(8, 4), 0, 1);
        optimizer.step(Tape.gradients(() -> x.matmul(w).add(b).square().mean()), 0.5, 0.02);
      }
    }
  }

  @ParameterizedTest @MethodSource("optimizers")
  void aRestoredOptimizerContinuesWithTheSameBits(Function<List<Group>, Optimizer> make) {
    var whole = Problem.of(make);
    whole.steps(0, 6);
    var first = Problem.of(make);
    first.steps(0, 3);
    var second = Problem.of(make);
    second.w.assign(first.w);
    second.b.assign(first.b);
    second.optimizer.restore(first.optimizer.state());
    first.steps(3, 4);                                      // what it does now is not the second's business
    second.steps(3, 6);
    assertArrayEquals(whole.w.toFloats(), second.w.toFloats());
    assertArrayEquals(whole.b.toFloats(), second.b.toFloats());
  }

  @ParameterizedTest @MethodSource("optimizers")
  void aParameterWithoutGradientStays(Function<List<Group>, Optimizer> make) {
    var problem = Problem.of(make);
    var before = problem.b.toFloats();
    problem.optimizer.step(Tape.gradients(() -> problem.w.square().sum()), 0.1);
    assertArrayEquals(before, problem.b.toFloats());
    assertTrue(problem.optimizer.state().keySet().stream().noneMatch(key -> key.startsWith("net.b")));
  }

  @Test void groupsHaveTheirOwnDecayAndRate() {
    var w = Parameter.of(Tensor.ones(2, 2)).named("fc.weight");
    var table = Parameter.of(Tensor.ones(2, 2)).named("positionEmbedding");
    var bias = Parameter.of(Tensor.ones(2)).named("fc.bias");
    var groups = Group.decaying(List.of(w, table, bias), 0.1, Group.MATRICES);
    assertEquals(List.of(w), groups.getFirst().parameters());
    assertEquals(List.of(table, bias), groups.getLast().parameters());
    var sgd = new Sgd(List.of(new Group(List.of(w), 0.5, 0.1), new Group(List.of(bias), 0, 0)), 0);
    sgd.step(Tape.gradients(() -> w.sum().add(bias.sum())), 1);
    assertArrayEquals(new float[] {0.85f, 0.85f, 0.85f, 0.85f}, w.toFloats(), 1e-7f);     // 1 − 0.1·(1 + 0.5)
    assertArrayEquals(new float[] {1, 1}, bias.toFloats());
  }

  @Test void whatDoesNotFitIsNamed() {
    var problem = Problem.of(AdamW::new);
    var foreign = Map.of("other.m", Tensor.zeros(4, 3));
    var wrong = Map.of("net.w.m", Tensor.zeros(3, 4));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> problem.optimizer.restore(foreign)).getMessage()
        .contains("other.m"));
    problem.optimizer.restore(wrong);
    assertTrue(assertThrows(IllegalArgumentException.class, () -> problem.steps(0, 1)).getMessage().contains("net.w"));
    assertThrows(IllegalArgumentException.class,
        () -> new Lion(List.of(new Group(List.of(problem.w, problem.w), 0, 1))));
  }

  @Test void averagesTakeTheParametersPlaceAndGiveItBack() {
    var p = Parameter.of(Tensor.of(new float[] {1, -0f}, 2)).named("p");
    var average = new Average(List.of(p), 0.5);
    p.assign(Tensor.of(new float[] {3, 2}, 2));
    average.update();
    var during = average.during(() -> p.toFloats());
    assertArrayEquals(new float[] {2, 1}, during);
    assertArrayEquals(new float[] {3, 2}, p.toFloats());
    assertArrayEquals(new float[] {2, 1}, average.of(p).toFloats());
  }
}
