package org.vitrail.vlm.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Test void intervalsAreThoseOfTheStream() {
    var holds = new boolean[] {true, false, true, true, false, true, false, false, true, true};
    var interval = Bootstrap.of(10, items -> Measures.meanOf(holds, items));
    assertEquals(0.3, interval.lo(), 1e-12);
    assertEquals(0.9, interval.hi(), 1e-12);
    var squares = new double[100];
    for (int i = 0; i < 100; i++) squares[i] = i * i;
    var wide = Bootstrap.of(100, items -> Measures.meanOf(squares, items));
    assertEquals(2689.21, wide.lo(), 1e-9);
    assertEquals(3849.3, wide.hi(), 1e-9);
  }

  @Test void mediansOfEvenNumbersLieBetween() {
    assertEquals(2, Measures.median(new double[] {3, 1, 2}));
    assertEquals(2.5, Measures.median(new double[] {4, 1, 3, 2}));
  }
}
