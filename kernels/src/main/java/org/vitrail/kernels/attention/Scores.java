package org.vitrail.kernels.attention;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.math.Scratch;

/**
 * What softmax and its gradient do with the scores of a {@link Block}: each lane is a query, down the rows its keys.
 *
 * <p>For x ≤ 0, {@code e^x = 2^n·e^r} with {@code n = round(x / ln 2)} and e^r a polynomial (Cody and Waite 1980), to a
 * relative error of 1.5e-7; 0 where float results begin to lose bits. It is written out in both loops: a helper that
 * the compiler does not inline would return its vector in an object.
 */
final class Scores {
  /** Most queries and keys of a block: its scores and a strip's operands stay in the first cache. */
  static final int QUERIES = 6 * LANES;
  static final int KEYS = 128;

  private static final float LOG2_E = 1.44269504f;
  private static final float LN2 = 0.693147182f;
  /** Added to a small t it leaves round(t) + 127, an exponent field, in the low bits. */
  private static final float ROUND_TO_EXPONENT = 0x1.8p23f + 127;
  private static final float UNDERFLOW = -87.33f;
  private static final float C1 = 9.999997e-1f;
  private static final float C2 = 4.999915e-1f;
  private static final float C3 = 1.6667637e-1f;
  private static final float C4 = 4.1897975e-2f;
  private static final float C5 = 8.290306e-3f;

  private Scores() {}

  /** Adds the mask of head h, then hides what a causal block hides. */
  static void mask(Block block, Rows mask, int b, int h, float[] s) {
    if (mask != null && mask.stride() == 0) addToAllQueries(block, mask, mask.at(b, h, 0), s);
    else if (mask != null) add(block, mask, b, h, s);
    int lanes = block.lanes();
    for (int r = 0; r < block.keys(); r++) {
      int computed = block.firstLane(r & -Strip.ROWS) & -LANES;
      Arrays.fill(s, r * lanes + computed, r * lanes + block.firstLane(r), Float.NEGATIVE_INFINITY);
    }
  }

  private static void addToAllQueries(Block block, Rows mask, int at, float[] s) {
    int lanes = block.lanes();
    for (int r = 0; r < block.keys(); r++) {
      float m = mask.array()[at + (block.key() + r) * mask.step()];
      for (int c = r * lanes; c < (r + 1) * lanes; c += LANES) {
        FloatVector.fromArray(FLOATS, s, c).add(m).intoArray(s, c);
      }
    }
  }

  private static void add(Block block, Rows mask, int b, int h, float[] s) {
    var rows = Dense.of(Scratch.MASK, block.query(), block.queries(), block.keys());
    for (int i = block.query(); i < block.query() + block.queries(); i++) {
      int at = mask.at(b, h, i) + block.key() * mask.step();
      for (int j = 0; j < block.keys(); j++) rows.array()[rows.at(i) + j] = mask.array()[at + j * mask.step()];
    }
    var m = rows.transposed(block.queries(), Scratch.MASK_TRANSPOSED).array();
    for (int c = 0; c < block.keys() * block.lanes(); c += LANES) {
      FloatVector.fromArray(FLOATS, s, c).add(FloatVector.fromArray(FLOATS, m, c)).intoArray(s, c);
    }
  }

  /**
   * Turns the scores into {@code exp(s − m)}; brings m, the largest score of each lane so far, and l, the sum of
   * exp(s − m), up to date and leaves in kept what sums of before have to be multiplied with.
   */
  static void weigh(Block block, float[] s, float[] m, float[] l, float[] kept) {
    int lanes = block.lanes();
    System.arraycopy(m, 0, kept, 0, lanes);
    for (int lane = 0; lane < lanes; lane += LANES) raise(s, lane, lanes, block.rows(lane), m);
    decay(lanes, m, l, kept);
    for (int lane = 0; lane < lanes; lane += LANES) exp(s, lane, lanes, block.rows(lane), m, lane, l, lane);
  }

  /** {@code m = max(m, s)}, down the rows of one vector; NaN loses. */
  private static void raise(float[] s, int lane, int row, int rows, float[] m) {
    var m0 = FloatVector.fromArray(FLOATS, m, lane);
    var m1 = m0;
    var m2 = m0;
    var m3 = m0;
    int r = 0;
    for (; r < rows - 3; r += 4) {
      int at = lane + r * row;
      var s0 = FloatVector.fromArray(FLOATS, s, at);
      var s1 = FloatVector.fromArray(FLOATS, s, at + row);
      var s2 = FloatVector.fromArray(FLOATS, s, at + 2 * row);
      var s3 = FloatVector.fromArray(FLOATS, s, at + 3 * row);
      m0 = m0.blend(s0, s0.compare(GT, m0));
      m1 = m1.blend(s1, s1.compare(GT, m1));
      m2 = m2.blend(s2, s2.compare(GT, m2));
      m3 = m3.blend(s3, s3.compare(GT, m3));
    }
    for (; r < rows; r++) {
      var s0 = FloatVector.fromArray(FLOATS, s, lane + r * row);
      m0 = m0.blend(s0, s0.compare(GT, m0));
    }
    m0 = m0.blend(m1, m1.compare(GT, m0));
    m2 = m2.blend(m3, m3.compare(GT, m2));
    m0.blend(m2, m2.compare(GT, m0)).intoArray(m, lane);
  }

  /** {@code kept = exp(kept − m)} and {@code l = kept·l}. */
  private static void decay(int lanes, float[] m, float[] l, float[] kept) {
    for (int lane = 0; lane < lanes; lane += LANES) {
      var before = FloatVector.fromArray(FLOATS, l, lane);
      exp(kept, lane, 0, 1, m, lane, l, lane);
      before.mul(FloatVector.fromArray(FLOATS, kept, lane)).intoArray(l, lane);
    }
  }

  /** {@code s = exp(s − m)}, {@code l += Σ s}, down {@code rows} rows of one vector; −∞ counts as 0 in m. */
  static void exp(float[] s, int from, int row, int rows, float[] m, int mAt, float[] l, int lAt) {
    var base = FloatVector.fromArray(FLOATS, m, mAt);
    base = base.blend(0, base.compare(LT, -Float.MAX_VALUE));
    var sum = FloatVector.zero(FLOATS);
    for (int i = 0; i < rows; i++) {
      int at = from + i * row;
      var x = FloatVector.fromArray(FLOATS, s, at).sub(base);
      var shifted = x.fma(broadcast(FLOATS, LOG2_E), broadcast(FLOATS, ROUND_TO_EXPONENT));
      var r = shifted.sub(ROUND_TO_EXPONENT).fma(broadcast(FLOATS, -LN2), x);
      var p = broadcast(FLOATS, C5);
      p = p.fma(r, broadcast(FLOATS, C4));
      p = p.fma(r, broadcast(FLOATS, C3));
      p = p.fma(r, broadcast(FLOATS, C2));
      p = p.fma(r, broadcast(FLOATS, C1));
      p = p.fma(r, broadcast(FLOATS, 1));
      p = p.mul(shifted.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats())
          .blend(0, x.compare(LT, UNDERFLOW));
      p.intoArray(s, at);
      sum = sum.add(p);
    }
    FloatVector.fromArray(FLOATS, l, lAt).add(sum).intoArray(l, lAt);
  }

  /** {@code s = p = exp(s − m)}, {@code dp = ds = p·(dp − dot)}. */
  static void gradient(Block block, float[] s, float[] dp, float[] m, float[] dots) {
    int lanes = block.lanes();
    for (int lane = 0; lane < lanes; lane += LANES) gradient(s, dp, lane, lanes, block.rows(lane), m, dots);
  }

  private static void gradient(float[] s, float[] dp, int lane, int row, int rows, float[] m, float[] dots) {
    var base = FloatVector.fromArray(FLOATS, m, lane);
    var dot = FloatVector.fromArray(FLOATS, dots, lane);
    for (int i = 0; i < rows; i++) {
      int at = lane + i * row;
      var x = FloatVector.fromArray(FLOATS, s, at).sub(base);
      var shifted = x.fma(broadcast(FLOATS, LOG2_E), broadcast(FLOATS, ROUND_TO_EXPONENT));
      var r = shifted.sub(ROUND_TO_EXPONENT).fma(broadcast(FLOATS, -LN2), x);
      var p = broadcast(FLOATS, C5);
      p = p.fma(r, broadcast(FLOATS, C4));
      p = p.fma(r, broadcast(FLOATS, C3));
      p = p.fma(r, broadcast(FLOATS, C2));
      p = p.fma(r, broadcast(FLOATS, C1));
      p = p.fma(r, broadcast(FLOATS, 1));
      p = p.mul(shifted.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats())
          .blend(0, x.compare(LT, UNDERFLOW));
      p.intoArray(s, at);
      FloatVector.fromArray(FLOATS, dp, at).sub(dot).mul(p).intoArray(dp, at);
    }
  }
}
