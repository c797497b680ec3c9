package org.vitrail.vlm.vq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Parameter;
import org.vitrail.autograd.Tape;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

class CodebookTest {
  private static Codebook codebook(Tensor vectors, CodeNorm norm) {
    return new Codebook(Parameter.of(vectors), null, norm);
  }

  private static Codebook averaged(Tensor vectors, double count) {
    var counts = Tensor.full(DType.F32, count, Shape.of(vectors.dim(0)));
    return new Codebook(Parameter.buffer(vectors), new RunningMeans(Parameter.buffer(counts),
        Parameter.buffer(vectors.mul(count)), Parameter.buffer(Tensor.of(new int[1]))), CodeNorm.NONE);
  }

  @Property(tries = 50)
  void theNearestIsFoundAndOfSeveralTheFirst(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int codes,
      @ForAll @IntRange(min = 1, max = 5) int width) {
    // Small whole numbers: distances are exact, and many are the same.
    var e = RandomStream.of(seed).at("e").uniform(Shape.of(codes, width), -1.49, 1.49).round();
    var z = RandomStream.of(seed).at("z").uniform(Shape.of(20, width), -1.49, 1.49).round();
    var quantized = codebook(e, CodeNorm.NONE).quantize(z);
    var found = quantized.codes().toInts();
    for (int i = 0; i < found.length; i++) {
      var point = z.select(0, i);
      var distances = IntStream.range(0, codes)
          .mapToDouble(j -> e.select(0, j).sub(point).square().sum().item()).toArray();
      double least = Arrays.stream(distances).min().orElseThrow();
      assertEquals(IntStream.range(0, codes).filter(j -> distances[j] == least).findFirst().orElseThrow(), found[i]);
      assertArrayEquals(e.select(0, found[i]).toFloats(), quantized.q().select(0, i).toFloats());
    }
  }

  @Test void theGradientPassesStraightThrough() {
    var codebook = codebook(RandomStream.of(1).normal(Shape.of(8, 4), 0, 1), CodeNorm.NONE);
    var z = RandomStream.of(2).normal(Shape.of(10, 4), 0, 1);
    var weights = RandomStream.of(3).normal(Shape.of(10, 4), 0, 1);
    var q = codebook.quantize(z).q().detach();
    var wanted = Tape.gradients(() -> q.mul(weights).tanh().sum(), q).of(q);
    var gradients = Tape.gradients(() -> codebook.quantize(z).straightThrough().mul(weights).tanh().sum(), z,
        codebook.embedding());
    assertArrayEquals(wanted.toFloats(), gradients.of(z).toFloats(), 1e-5f);
    assertTrue(gradients.find(codebook.embedding()).isEmpty());
  }

  @Test void eachLossMovesItsOwnSide() {
    var codebook = codebook(Tensor.of(new float[] {0, 0, 4, 4}, 2, 2), CodeNorm.NONE);
    var z = Tensor.of(new float[] {1, 0, 3, 4}, 2, 2);
    assertEquals(0.5, codebook.quantize(z).codebookLoss().item());
    assertEquals(0.5 + 0.25 * 0.5, codebook.quantize(z).loss(0.25, false).item(), 1e-6);
    for (boolean legacy : new boolean[] {false, true}) {
      var gradients = Tape.gradients(() -> codebook.quantize(z).loss(0.25, legacy), z, codebook.embedding());
      float codebooks = legacy ? 0.25f : 1;
      float commitments = legacy ? 1 : 0.25f;
      assertArrayEquals(new float[] {0.5f * commitments, 0, -0.5f * commitments, 0}, gradients.of(z).toFloats(), 1e-6f);
      assertArrayEquals(new float[] {-0.5f * codebooks, 0, 0.5f * codebooks, 0},
          gradients.of(codebook.embedding()).toFloats(), 1e-6f);
    }
  }

  @Test void directionsAloneCountWhereTheyShall() {
    var e = Tensor.of(new float[] {10, 0, 0, 1}, 2, 2);
    var z = Tensor.of(new float[] {2, 1}, 1, 2);
    assertEquals(1, codebook(e, CodeNorm.NONE).quantize(z).codes().toInts()[0]);
    assertEquals(1, codebook(e, CodeNorm.DECODED).quantize(z).codes().toInts()[0]);
    var everywhere = codebook(e, CodeNorm.EVERYWHERE).quantize(z);
    assertEquals(0, everywhere.codes().toInts()[0]);
    assertArrayEquals(new float[] {1, 0}, everywhere.q().toFloats(), 1e-6f);
    var codes = Tensor.of(new int[] {0}, 1);
    assertArrayEquals(new float[] {10, 0}, codebook(e, CodeNorm.NONE).vectors(codes).toFloats());
    assertArrayEquals(new float[] {1, 0}, codebook(e, CodeNorm.DECODED).vectors(codes).toFloats(), 1e-6f);
  }

  /** Two vectors, of which the first gets 1 and 3, the second nothing; g = 0.99, N = 2 each before. */
  @Test void runningMeansAreThoseComputedByHand() {
    var codebook = averaged(Tensor.of(new float[] {1, 10}, 2, 1), 2);
    codebook.follow(codebook.quantize(Tensor.of(new float[] {1, 3}, 2, 1)));
    double n0 = 0.99 * 2 + 0.01 * 2;
    double n1 = 0.99 * 2;
    double m0 = 0.99 * 2 * 1 + 0.01 * (1 + 3);
    double m1 = 0.99 * 2 * 10;
    double scale = (n0 + n1) / (n0 + n1 + 2 * 1e-5);
    assertArrayEquals(new double[] {n0, n1}, codebook.means().counts().toDoubles(), 1e-6);
    assertArrayEquals(new double[] {m0, m1}, codebook.means().sums().toDoubles(), 1e-5);
    assertArrayEquals(new double[] {m0 / ((n0 + 1e-5) * scale), m1 / ((n1 + 1e-5) * scale)},
        codebook.embedding().toDoubles(), 1e-5);
    assertEquals(1, codebook.means().seen());
  }

  @Test void aCodebookBeginsAtVectorsOfABatchThatLieApart() {
    var points = new float[100];
    Arrays.fill(points, 5);
    points[7] = -1;
    points[70] = 2;
    var codebook = averaged(Tensor.of(new float[3], 3, 1), 0);
    codebook.begin(Tensor.of(points, 100, 1), RandomStream.of(1));
    var vectors = codebook.embedding().toFloats();
    Arrays.sort(vectors);
    assertArrayEquals(new float[] {-1, 2, 5}, vectors);
  }

  @Test void deadVectorsAreRevivedAndOthersStay() {
    var codebook = averaged(Tensor.of(new float[] {0, 1, 100, 200}, 4, 1), 1);
    var z = Tensor.of(new float[] {0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 3}, 12, 1);
    for (int i = 0; i < 300; i++) codebook.follow(codebook.quantize(z));
    codebook.revive(codebook.quantize(z), RandomStream.of(1));
    var vectors = codebook.embedding().toFloats();
    assertEquals(0, vectors[0], 1e-3);
    assertFalse(vectors[2] == 100 || vectors[3] == 200);
    assertTrue(Arrays.asList(vectors[2], vectors[3]).contains(3f), Arrays.toString(vectors));
    int[] codes = codebook.quantize(z).codes().toInts();
    assertTrue(codes[11] >= 2, "the vector that was far has one of its own");
  }
}
