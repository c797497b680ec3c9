package org.vitrail.kernels.index;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.Tested;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;

/** Reading and writing at computed places, against the scalar versions: the same bits. */
@BackendTest
class IndexingBackendTest {
  private final Indexing scalar = new IndexingScalar();
  private final Indexing tested = Tested.kernels().indexing();

  @Test void rows() {
    var sample = new Sample(1);
    for (int width : new int[] {1, 3, 15, 16, 17, 65, 129, 300}) {
      for (int n : new int[] {0, 1, 7, 500}) {
        var table = sample.dense(20, width);
        var ids = sample.ints(20, n);
        var src = sample.dense(n, width);
        check("gather " + n + " of width " + width, (k, out) -> k.gatherRows(table, ids, out), sample.dense(n, width));
        check("scatter " + n + " of width " + width, (k, out) -> k.scatterAddRows(src, ids, out),
            sample.dense(20, width));
      }
    }
  }

  @Test void partsOfLargerMemory() {
    var sample = new Sample(2);
    var memory = sample.dense(3000).storage();
    var ids = new View(sample.ints(6, 50).storage(), 9, new int[] {30}, new int[] {1});
    var table = new View(memory, 7, new int[] {6, 33}, View.rowMajor(6, 33));
    var rows = new View(memory, 1001, new int[] {30, 33}, View.rowMajor(30, 33));
    var out = sample.dense(3000).storage();
    check("gather", (k, z) -> k.gatherRows(table, ids, z),
        new View(out, 11, new int[] {30, 33}, View.rowMajor(30, 33)));
    check("scatter", (k, z) -> k.scatterAddRows(rows, ids, z),
        new View(out, 5, new int[] {6, 33}, View.rowMajor(6, 33)));
  }

  @Test void everyAxisOfEveryLayout() {
    var sample = new Sample(3);
    int[] shape = {4, 5, 6};
    for (var layout : Layout.values()) {
      for (int axis = 0; axis < 3; axis++) {
        int along = axis;
        var table = shape.clone();
        table[axis] = 9;
        var index = sample.ints(9, shape);
        var x = sample.permuted(layout, table);
        var src = sample.permuted(layout, shape);
        check("gather", (k, out) -> k.gather(along, x, index, out), sample.out(shape));
        check("scatter", (k, out) -> k.scatter(along, src, index, out), sample.out(table));
        check("scatter-add", (k, out) -> k.scatterAdd(along, src, index, out), sample.out(table));
      }
    }
  }

  @Test void otherTypes() {
    var sample = new Sample(4);
    var ids = sample.ints(5, 8);
    var table = sample.ints(100, 5, 3);
    check("gather", (k, out) -> k.gatherRows(table, ids, out), sample.ints(9, 8, 3));
    var src = sample.ints(Integer.MAX_VALUE, 8, 3);
    check("scatter", (k, out) -> k.scatterAddRows(src, ids, out), sample.ints(9, 5, 3));
    var index = sample.ints(5, 8, 3);
    check("scatter", (k, out) -> k.scatter(0, src, index, out), sample.ints(9, 5, 3));
    check("scatter-add", (k, out) -> k.scatterAdd(0, src, index, out), sample.ints(9, 5, 3));
  }

  @Test void longLinesWithFewPlaces() {
    var sample = new Sample(6);
    for (int[] shape : new int[][] {{3000}, {3, 1000}, {700, 3}}) {
      int axis = shape[0] == 3 ? 1 : 0;
      var few = shape.clone();
      few[axis] = 11;
      var index = sample.ints(11, shape);
      var src = sample.dense(shape);
      check("scatter", (k, out) -> k.scatter(axis, src, index, out), sample.dense(few));
      check("scatter-add", (k, out) -> k.scatterAdd(axis, src, index, out), sample.dense(few));
    }
  }

  @Test void sameBitsForAnyNumberOfThreads() {
    var sample = new Sample(5);
    int before = Workers.threads();
    try {
      var src = sample.dense(900, 400);
      var ids = sample.ints(7, 900);
      var results = IntStream.of(1, 2, 3, 8).mapToObj(threads -> {
        Workers.resize(threads);
        var out = View.of(new Storage.Floats(new float[7 * 400]), 7, 400);
        tested.scatterAddRows(src, ids, out);
        return out;
      }).toList();
      for (var out : results) Sample.assertSameBits(results.getFirst(), out, "on more threads");
    } finally {
      Workers.resize(before);
    }
  }

  private void check(String what, BiConsumer<Indexing, View> run, View out) {
    var expected = Sample.copy(out);
    var actual = Sample.copy(out);
    run.accept(scalar, expected);
    run.accept(tested, actual);
    Sample.assertClose(expected, actual, 0, what + ", out " + Arrays.toString(out.shape()));
  }
}
