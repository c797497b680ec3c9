package org.vitrail.kernels.gemm.lessons;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.VectorTest;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.gemm.GemmScalar;

/** Every lesson against the specification, around the edges of its blocks and tiles. */
@VectorTest
class LessonsVectorTest {
  private static final int[][] SIZES = {{1, 1, 1}, {4, 7, 32}, {5, 130, 33}, {13, 0, 9}, {3, 129, 300}, {66, 40, 65}};

  @Test void everyLayout() {
    var sample = new Sample(1);
    for (var lesson : Lesson.all()) {
      for (int[] s : SIZES) {
        for (var layout : Layout.values()) {
          var a = sample.view(layout, s[0], s[1]);
          var b = sample.view(layout, s[1], s[2]);
          var expected = sample.view(Layout.GAPS, s[0], s[2]);
          var actual = Sample.copy(expected);
          new GemmScalar().multiply(a, b, expected, Epilogue.NONE);
          lesson.multiply(a, b, actual, Epilogue.NONE);
          Sample.assertClose(expected, actual, 1e-5 * Math.sqrt(1 + s[1]), lesson.getClass().getSimpleName());
        }
      }
    }
  }

  @Test void onlyThePlainCase() {
    var x = new Sample(2).dense(2, 2);
    for (var lesson : Lesson.all()) {
      assertThrows(IllegalArgumentException.class, () -> lesson.multiply(x, x, x, Epilogue.ACCUMULATE));
    }
  }
}
