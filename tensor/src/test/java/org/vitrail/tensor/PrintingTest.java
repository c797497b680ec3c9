package org.vitrail.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The expected texts are NumPy's. */
class PrintingTest {
  @Test void numbersOfOneArrayHaveOneWidth() {
    assertEquals("[ 1.  10.5 -3. ]", Tensor.of(new float[] {1, 10.5f, -3}, 3).text());
    assertEquals("[[1. 2.]\n [3. 4.]]", Tensor.of(new double[] {1, 2, 3, 4}, 2, 2).text());
    assertEquals("[[[1]]\n\n [[2]]]", Tensor.of(new int[] {1, 2}, 2, 1, 1).text());
    assertEquals("[  1 -20]", Tensor.of(new int[] {1, -20}, 2).text());
  }

  @Test void realsAreWrittenInTheFewestDigits() {
    assertEquals("[0.1]", Tensor.of(new float[] {0.1f}, 1).text());
    assertEquals("[0.33333333]", Tensor.of(new double[] {1 / 3.0}, 1).text());
    assertEquals("[1.e-05 1.e+00]", Tensor.of(new double[] {1e-5, 1}, 2).text());
    assertEquals("[nan inf  1.]", Tensor.of(new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1}, 3).text());
  }

  @Test void aNumberAloneHasAllItsDigits() {
    assertEquals("0.3333333333333333", Tensor.of(new double[] {1 / 3.0}).text());
    assertEquals("1.5e-05", Tensor.of(new double[] {1.5e-5}).text());
    assertEquals("2.0", Tensor.scalar(2).text());
    assertEquals("7", Tensor.of(new int[] {7}).text());
  }

  @Test void manyElementsAreLeftOut() {
    assertEquals("[   0    1    2 ... 1998 1999 2000]", Tensor.range(2001).text());
    assertEquals("[]", Tensor.zeros(0).text());
  }

  @Test void longRowsAreBroken() {
    assertEquals("[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n 24 25 26 27 28 29]",
        Tensor.range(30).text());
  }
}
