package org.vitrail.kernels.gemm;

import java.util.Arrays;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.kernels.elementwise.Elementwise;

/** SIMD products of F32 matrices, batched; {@link MatrixProduct} computes one. */
public final class GemmVector implements Gemm {
  /** Multiply-adds from which a matrix of a batch is worth all threads. */
  private static final long LARGE = 1 << 23;
  /** Multiply-adds that are worth a task. */
  private static final long TASK_WORK = 1 << 19;

  private final Gemm scalar = new GemmScalar();
  private final Elementwise elementwise;

  /** Where a product is added to C, {@code elementwise} adds the bias. */
  public GemmVector(Elementwise elementwise) {
    this.elementwise = elementwise;
  }

  @Override public void multiply(View a, View b, View c, Epilogue epilogue) {
    if (c.dtype() != DType.F32) {
      scalar.multiply(a, b, c, epilogue);
      return;
    }
    if (c.size() == 0) return;
    if (epilogue.bias() != null && epilogue.accumulate()) addBias(epilogue.bias(), c);
    var z = epilogue.residual() == null ? c : epilogue.residual();
    while (c.rank() > 2 && batchIsRows(a, b, c, z)) {
      a = batchAsRows(a);
      b = firstMatrix(b);
      c = batchAsRows(c);
      z = batchAsRows(z);
    }
    if (epilogue.residual() != null) epilogue = epilogue.plus(z);
    multiplyEach(new MatrixProduct(a, b, c, epilogue), a, b, c, z);
  }

  private void addBias(View bias, View c) {
    var strides = new int[c.rank()];
    strides[c.rank() - 1] = bias.stride(0);
    elementwise.combine(Binary.ADD, c, new View(bias.storage(), bias.offset(), c.shape(), strides), c);
  }

  /** Small matrices of a batch are shared out among the threads, large ones are cut themselves. */
  private static void multiplyEach(MatrixProduct product, View a, View b, View c, View z) {
    int matrices = c.size() / (c.dim(-2) * c.dim(-1));
    if (matrices == 1 || product.work() >= LARGE) {
      for (int i = 0; i < matrices; i++) {
        product.multiply(matrixAt(a, i), matrixAt(b, i), matrixAt(c, i), matrixAt(z, i));
      }
      return;
    }
    int share = (int) Math.max(1, TASK_WORK / Math.max(1, product.work()));
    Workers.run((matrices + share - 1) / share, task -> {
      for (int i = task * share; i < Math.min(matrices, (task + 1) * share); i++) {
        product.multiply(matrixAt(a, i), matrixAt(b, i), matrixAt(c, i), matrixAt(z, i));
      }
    });
  }

  /** Where matrix {@code i} of the batch begins. */
  private static int matrixAt(View v, int i) {
    int at = v.offset();
    for (int axis = v.rank() - 3; axis >= 0; axis--) {
      at += i % v.dim(axis) * v.strides()[axis];
      i /= v.dim(axis);
    }
    return at;
  }

  /** Whether the matrices of the last batch axis are one tall matrix, multiplied with one B. */
  private static boolean batchIsRows(View a, View b, View c, View z) {
    return c.dim(-3) == 1 || b.stride(-3) == 0 && isTall(a) && isTall(c) && isTall(z);
  }

  private static boolean isTall(View v) {
    return v.dim(-2) == 1 || v.stride(-3) == v.dim(-2) * v.stride(-2);
  }

  private static View batchAsRows(View v) {
    int row = v.dim(-2) == 1 ? v.stride(-3) : v.stride(-2);
    return lastAxes(v, v.dim(-3) * v.dim(-2), row);
  }

  private static View firstMatrix(View v) {
    return lastAxes(v, v.dim(-2), v.stride(-2));
  }

  /** Drops the last batch axis and sets the row axis. */
  private static View lastAxes(View v, int rows, int rowStride) {
    int rank = v.rank() - 1;
    var shape = Arrays.copyOf(v.shape(), rank);
    var strides = Arrays.copyOf(v.strides(), rank);
    shape[rank - 2] = rows;
    strides[rank - 2] = rowStride;
    shape[rank - 1] = v.dim(-1);
    strides[rank - 1] = v.stride(-1);
    return new View(v.storage(), v.offset(), shape, strides);
  }
}
