package org.vitrail.kernels.gemm;

import org.vitrail.kernels.View;
import org.vitrail.kernels.elementwise.Unary;

/**
 * Matrix product, batched.
 *
 * <p>{@code C[…, m, n] = f( alpha · Σ_k A[…, m, k] · B[…, k, n] + bias[n] + (accumulate ? C[…, m, n] : 0) ) + Z[…, m, n]}
 *
 * <p>All views have the same rank and the same batch sizes; a batch stride of 0 repeats a matrix. A transposed
 * operand is a view with exchanged strides, there is no flag for it. C has rows without gaps (last stride 1) and shares
 * no memory with the other views.
 */
public interface Gemm {

  void multiply(View a, View b, View c, Epilogue epilogue);

  /**
   * What happens to a tile of C before it is stored. {@code bias} (n), {@code activation} and {@code residual}, the Z of
   * the formula with the shape of C, may be null.
   */
  record Epilogue(double alpha, View bias, Unary activation, boolean accumulate, View residual) {
    /** C = A·B. */
    public static final Epilogue NONE = new Epilogue(1, null, null, false);

    /** C += A·B. */
    public static final Epilogue ACCUMULATE = new Epilogue(1, null, null, true);

    public Epilogue(double alpha, View bias, Unary activation, boolean accumulate) {
      this(alpha, bias, activation, accumulate, null);
    }

    /** C = A·B + bias. */
    public static Epilogue bias(View bias) {
      return new Epilogue(1, bias, null, false);
    }

    /** This, and {@code residual} added at the end. */
    public Epilogue plus(View residual) {
      return new Epilogue(alpha, bias, activation, accumulate, residual);
    }
  }
}
