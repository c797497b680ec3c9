package org.vitrail.kernels.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrail.kernels.VectorTest;

/** The projections beside {@link DecodedRows}, the specification, which widens every weight exactly. */
@VectorTest
class ProjectionVectorTest {
  private static final int[] ROWS = {1, 3, 4, 7, 16, 31, 32, 33, 70, 129};

  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @EnumSource
  void projectsAsTheSpecification(Format format) {
    for (int rows : ROWS) {
      for (int columns : columns(format)) compare(format, rows, columns);
    }
  }

  private static int[] columns(Format format) {
    return switch (format.block()) {
      case 1 -> new int[] {1, 5, 16, 31, 64, 100, 300};
      case 32 -> new int[] {32, 64, 96, 288, 512};
      default -> new int[] {256, 512, 768, 1280};
    };
  }

  private void compare(Format format, int rows, int columns) {
    try (var arena = Arena.ofConfined()) {
      var matrix = matrix(format, rows, columns, arena);
      var x = new float[columns + 3];
      for (int i = 0; i < x.length; i++) x[i] = (float) random.nextGaussian();
      var expected = multiply(DecodedRows.specification(matrix), x, rows);
      var projection = Projection.of(matrix, arena);
      var actual = multiply(projection, x, rows);
      var inParts = multiply(projection, x, projection.grain());
      for (int r = 0; r < rows; r++) {
        var where = format + " " + rows + "x" + columns + ", row " + r;
        assertEquals(expected[r], actual[r], 2e-5 * Math.sqrt(columns), where);
        assertEquals(actual[r], inParts[r], "cut another way: " + where);
      }
    }
  }

  /** The product, computed in parts of {@code part} rows. */
  private static float[] multiply(Projection projection, float[] x, int part) {
    var prepared = new float[projection.prepared()];
    projection.prepare(x, 3, prepared);
    var y = new float[projection.rows() + 2];
    for (int r = 0; r < projection.rows(); r += part) {
      projection.multiply(prepared, r, Math.min(projection.rows(), r + part), y, 2);
    }
    return java.util.Arrays.copyOfRange(y, 2, y.length);
  }

  private StoredMatrix matrix(Format format, int rows, int columns, Arena arena) {
    var memory = arena.allocate(format.bytes((long) rows * columns));
    if (format.isEncodable()) encode(format, rows, columns, memory);
    else for (long at = 0; at < memory.byteSize(); at += format.blockBytes()) fill(format, memory, at);
    return new StoredMatrix(format, rows, columns, memory);
  }

  private void encode(Format format, int rows, int columns, MemorySegment memory) {
    var row = new float[columns];
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < columns; k++) row[k] = (float) random.nextGaussian() * (k % 7 == 0 ? 1e-5f : 1);
      Codec.encode(format, row, 0, memory, format.bytes((long) r * columns), columns);
    }
  }

  /** A block of random bytes, with scales such that the mean square of its elements is about 1. */
  private void fill(Format format, MemorySegment memory, long at) {
    for (int i = 0; i < format.blockBytes(); i++) memory.set(ValueLayout.JAVA_BYTE, at + i, (byte) random.nextInt());
    setScales(format, memory, at, 1);
    var elements = new float[format.block()];
    Codec.decode(format, memory, at, elements, 0, elements.length);
    double squares = 0;
    for (float x : elements) squares += (double) x * x;
    setScales(format, memory, at, (float) Math.sqrt(elements.length / squares));
  }

  private static void setScales(Format format, MemorySegment memory, long at, float scale) {
    int[] places = switch (format) {
      case Q2_K -> new int[] {80, 82};
      case Q3_K -> new int[] {108};
      case Q4_K, Q5_K -> new int[] {0, 2};
      case Q6_K -> new int[] {208};
      case IQ4_NL, IQ4_XS -> new int[] {0};
      case TQ1_0 -> new int[] {52};
      case TQ2_0 -> new int[] {64};
      case MXFP4 -> new int[] {};
      default -> throw new AssertionError(format);
    };
    for (int place : places) {
      memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + place, Float.floatToFloat16(scale));
    }
    if (format == Format.MXFP4) memory.set(ValueLayout.JAVA_BYTE, at, (byte) (126 + Math.getExponent(scale)));
  }

  @ParameterizedTest
  @EnumSource
  void allocatesNothing(Format format) {
    try (var arena = Arena.ofConfined()) {
      var projection = Projection.of(matrix(format, 64, 512, arena), arena);
      var x = new float[512];
      var prepared = new float[projection.prepared()];
      var y = new float[64];
      var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long deadline = System.nanoTime() + 60_000_000_000L;
      long bytes;
      do {
        long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 200; i++) {
          projection.prepare(x, 0, prepared);
          projection.multiply(prepared, 0, 64, y, 0);
        }
        bytes = memory.getCurrentThreadAllocatedBytes() - before;
      } while (bytes > 0 && System.nanoTime() < deadline);
      assertEquals(0, bytes, format + ": bytes allocated in 200 products");
    }
  }
}
