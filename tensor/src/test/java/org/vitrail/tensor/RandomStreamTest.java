package org.vitrail.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.Devices;

class RandomStreamTest {
  private static RandomStream stream() {
    return RandomStream.of(42).at("init/block.3.attn.qkv.weight");
  }

  /** What was trained must stay reproducible: these numbers are never to change. */
  @Test void theNumbersOfAStreamAreFixed() {
    var s = stream();
    assertArrayEquals(new float[] {-0.9750987f, -0.39724302f, -0.8013803f, -0.1863141f, 0.7445015f},
        s.uniform(Shape.of(5), -1, 1).toFloats());
    assertArrayEquals(new float[] {0.46083036f, 1.5431004f, 0.7094476f, -1.6306616f, -0.3810932f},
        s.normal(Shape.of(5), 0, 1).toFloats());
    assertArrayEquals(new float[] {-0.005752367f, 0.007111304f, 0.024394125f, 0.020166626f, -0.01936174f},
        s.truncatedNormal(Shape.of(5), 0.02).toFloats());
    assertArrayEquals(new int[] {0, 1, 0, 0, 0, 0, 0, 1, 0, 0}, s.bernoulli(0.3, 10).toInts());
    assertArrayEquals(new int[] {9, 3, 4, 1, 7, 0, 2, 8, 5, 6}, s.permutation(10));
    assertEquals(366, s.nextInt(1000));
    assertEquals(3817552735584908668L, s.nextLong());
    assertEquals(37, s.position());
  }

  @Test void everyDeviceGivesTheSame() {
    var here = stream().normal(Shape.of(7, 11), 1, 2).toFloats();
    var there = Devices.on(Devices.named("scalar"), () -> stream().normal(Shape.of(7, 11), 1, 2).toFloats());
    assertArrayEquals(here, there);
  }

  @Test void drawsInPiecesAreThoseOfOneDraw() {
    var whole = stream().normal(Shape.of(23), 0, 1).toFloats();
    var pieces = stream();
    pieces.normal(Shape.of(10), 0, 1);
    assertArrayEquals(Arrays.copyOfRange(whole, 10, 23), pieces.normal(Shape.of(13), 0, 1).toFloats());
    assertArrayEquals(Arrays.copyOfRange(whole, 10, 23), stream().seek(10).normal(Shape.of(13), 0, 1).toFloats());
  }

  @Test void otherNamesAreOtherStreams() {
    int n = 100_000;
    var streams = new RandomStream[] {RandomStream.of(1), RandomStream.of(2), RandomStream.of(1).at("a"),
        RandomStream.of(1).at("b"), RandomStream.of(1).at("a").at("b"), RandomStream.of(1).at("b").at("a")};
    var draws = Arrays.stream(streams).map(s -> s.normal(Shape.of(n), 0, 1)).toList();
    for (int i = 0; i < draws.size(); i++) {
      for (int j = 0; j < i; j++) assertEquals(0, draws.get(i).mul(draws.get(j)).mean().item(), 5 / Math.sqrt(n));
    }
  }

  @Test void uniformFillsItsRangeEvenly() {
    int n = 200_000;
    var counts = new int[100];
    for (float u : RandomStream.of(3).uniform(Shape.of(n), -1, 3).toFloats()) counts[(int) ((u + 1) * 25)]++;
    assertEven(counts, n);
  }

  @Test void integersAreEven() {
    for (int bound : new int[] {1, 2, 3, 64, 100}) {
      var random = RandomStream.of(bound);
      var counts = new int[bound];
      for (int i = 0; i < 100_000; i++) counts[random.nextInt(bound)]++;
      assertEven(counts, 100_000);
    }
    var random = RandomStream.of(0);
    double mean = IntStream.range(0, 100_000).mapToDouble(i -> random.nextInt(0x60000000)).average().getAsDouble();
    assertEquals(0x30000000, mean, 0x60000000 * 0.005);
    assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
  }

  /** χ² is within five of its standard deviations, √(2k), of its mean k. */
  private static void assertEven(int[] counts, int n) {
    double expected = (double) n / counts.length;
    double chi2 = Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
    assertTrue(Math.abs(chi2 - (counts.length - 1)) <= 5 * Math.sqrt(2 * counts.length), "χ² is " + chi2);
  }

  @Test void truncatedNormalStaysInItsBounds() {
    var z = stream().truncatedNormal(Shape.of(100_000), 0.5);
    assertTrue(z.max().item() <= 1 && z.max().item() > 0.99);
    assertTrue(z.min().item() >= -1 && z.min().item() < -0.99);
    assertEquals(0.5 * 0.8796, Math.sqrt(z.mul(z).mean().item()), 0.005);
  }

  @Test void bernoulliHasItsRate() {
    assertEquals(0.3, stream().bernoulli(0.3, 100, 1000).to(org.vitrail.kernels.DType.F32).mean().item(), 0.008);
    assertEquals(0, stream().bernoulli(0, 1000).sum().item());
    assertEquals(1000, stream().bernoulli(1, 1000).sum().item());
  }

  @Test void permutationsAreEven() {
    var random = stream();
    var counts = new int[6];
    for (int i = 0; i < 60_000; i++) {
      var p = random.permutation(3);
      assertEquals(7, 1 << p[0] | 1 << p[1] | 1 << p[2]);
      counts[p[0] * 2 + (p[1] > p[2] ? 1 : 0)]++;
    }
    assertEven(counts, 60_000);
    assertArrayEquals(new int[0], random.permutation(0));
  }
}
