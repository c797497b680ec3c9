package org.vitrail.vit.scenes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {
  @Test void streamsStartWhereTheyShould() {
    var r = Draws.stream("test", 0);
    assertEquals(0xe787463043d21b69L, r.state());
    assertEquals(0x9ce51ce1a6306199L, r.next());
    assertEquals(0x531d207aff0dedafL, r.next());
    assertEquals(0x69efb727eca56257L, r.next());
  }

  @Test void belowTakesTheTopBits() {
    var r = Draws.stream("test", 1);
    int[] drawn = IntStream.range(0, 12).map(k -> r.below(10)).toArray();
    assertArrayEquals(new int[] {2, 8, 6, 0, 4, 6, 6, 9, 9, 4, 8, 5}, drawn);
  }

  @Test void shuffleAndCellsKeepTheirElements() {
    int[] a = Draws.upTo(9);
    Draws.stream("test", 2).shuffle(a);
    assertArrayEquals(Draws.upTo(9), Arrays.stream(a).sorted().toArray());
    assertArrayEquals(Draws.upTo(16), Arrays.stream(Draws.stream("test", 3).cells(16)).sorted().toArray());
  }

  @Test void fnvRunsOn() {
    assertEquals(0xAF63DC4C8601EC8CL, Fnv.of("a"));
    assertEquals(Fnv.of("scene"), new Fnv().add("sc").add("ene").value());
  }
}
