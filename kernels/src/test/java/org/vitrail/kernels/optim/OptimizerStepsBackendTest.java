package org.vitrail.kernels.optim;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.Tested;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.optim.OptimizerSteps.AdamW;

/** Some steps of AdamW against the scalar ones. */
@BackendTest
class OptimizerStepsBackendTest {
  private final OptimizerSteps scalar = new OptimizerStepsScalar();
  private final OptimizerSteps tested = Tested.kernels().optimizerSteps();

  @Test void everySize() {
    var sample = new Sample(1);
    for (int n : new int[] {0, 1, 3, 4, 6, 13, 15, 16, 17, 31, 33, 65, 207, 1000, 40_000}) {
      var expected = start(sample, n);
      var actual = expected.stream().map(Sample::copy).toList();
      for (int t = 1; t <= 5; t++) {
        var g = sample.dense(n);
        var step = new AdamW(1e-2, 0.9, 0.999, 1e-8, 0.05, t, t == 3 ? 0.25 : 1);
        scalar.adamW(expected.get(0), g, expected.get(1), expected.get(2), step);
        tested.adamW(actual.get(0), g, actual.get(1), actual.get(2), step);
        for (int i = 0; i < 3; i++) {
          Sample.assertClose(expected.get(i), actual.get(i), 1e-6, n + " elements, step " + t);
        }
      }
    }
  }

  /** Parameters, and moments of zero, in part of a larger memory. */
  private static List<View> start(Sample sample, int n) {
    var moments = Stream.generate(() -> new Storage.Floats(new float[n + 9])).limit(2).toList();
    return List.of(part(sample.dense(n + 9).storage(), 4, n), part(moments.get(0), 3, n), part(moments.get(1), 2, n));
  }

  private static View part(Storage storage, int from, int n) {
    return new View(storage, from, new int[] {n}, new int[] {1});
  }

  /** A gradient whose square is no float: the second moment is. */
  @Test void hugeAndTinyGradients() {
    var g = View.of(new Storage.Floats(new float[] {1e19f, -1e19f, 1e-25f, 0}), 4);
    for (var steps : List.of(scalar, tested)) {
      var p = View.of(new Storage.Floats(new float[4]), 4);
      steps.adamW(p, g, View.of(new Storage.Floats(new float[4]), 4), View.of(new Storage.Floats(new float[4]), 4),
          new AdamW(0.5, 0.9, 0.999, 1e-8, 0, 1, 1));
      var expected = View.of(new Storage.Floats(new float[] {-0.5f, 0.5f, 0, 0}), 4);
      Sample.assertClose(expected, p, 1e-6, "" + steps.getClass());
    }
  }

  @Test void sameBitsForAnyNumberOfThreads() {
    int before = Workers.threads();
    try {
      var results = IntStream.of(1, 2, 3, 8).mapToObj(threads -> {
        Workers.resize(threads);
        var sample = new Sample(2);
        var state = start(sample, 100_001);
        tested.adamW(state.get(0), sample.dense(100_001), state.get(1), state.get(2),
            new AdamW(1e-2, 0.9, 0.999, 1e-8, 0.05, 1, 1));
        return state;
      }).toList();
      for (var state : results) {
        for (int i = 0; i < 3; i++) Sample.assertSameBits(results.getFirst().get(i), state.get(i), "on more threads");
      }
    } finally {
      Workers.resize(before);
    }
  }
}
