package org.vitrail.kernels.conv;

import java.util.Arrays;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.gemm.Gemm;

/**
 * SIMD convolution of F32 pictures: as products with the patch matrix ({@link PatchProduct}) or, of small pictures, with
 * that of the whole map ({@link SmallPictures}); directly where each group has one channel ({@link Depthwise}).
 */
public final class ConvolutionVector implements Convolution {
  private final Convolution scalar = new ConvolutionScalar();
  private final Gemm gemm;

  /** {@code gemm} multiplies with {@link SmallPictures}. */
  public ConvolutionVector(Gemm gemm) {
    this.gemm = gemm;
  }

  @Override public void conv2d(View x, View w, View bias, Window window, View y) {
    if (y.dtype() != DType.F32) {
      scalar.conv2d(x, w, bias, window, y);
      return;
    }
    if (y.size() == 0) return;
    fillWithBias(bias, y);
    if (isDepthwise(w, window)) {
      new Depthwise(x, w, y, window).forward();
    } else if (SmallPictures.are(x, w, y, window)) {
      new SmallPictures(gemm, x, w, y, window).forward();
    } else {
      new PatchProduct(x, w, y, window).forward();
    }
  }

  @Override public void conv2dInputGrad(View dy, View w, Window window, View dx) {
    if (dx.dtype() != DType.F32) {
      scalar.conv2dInputGrad(dy, w, window, dx);
      return;
    }
    if (dx.size() == 0) return;
    if (isDepthwise(w, window)) {
      new Depthwise(dx, w, dy, window).inputGrad();
    } else if (SmallPictures.are(dx, w, dy, window)) {
      new SmallPictures(gemm, dx, w, dy, window).inputGrad();
    } else {
      new PatchProduct(dx, w, dy, window).inputGrad();
    }
  }

  @Override public void conv2dWeightGrad(View x, View dy, Window window, View dw) {
    if (dw.dtype() != DType.F32) {
      scalar.conv2dWeightGrad(x, dy, window, dw);
      return;
    }
    if (dw.size() == 0) return;
    if (isDepthwise(dw, window)) {
      new Depthwise(x, dw, dy, window).weightGrad();
    } else if (SmallPictures.are(x, dw, dy, window)) {
      new SmallPictures(gemm, x, dw, dy, window).weightGrad();
    } else {
      new PatchProduct(x, dw, dy, window).weightGrad();
    }
  }

  private static boolean isDepthwise(View w, Window window) {
    return window.groups() > 1 && w.dim(1) == 1;
  }

  /** Every plane of y begins as its bias. */
  private static void fillWithBias(View bias, View y) {
    int plane = y.dim(2) * y.dim(3);
    int channels = y.dim(1);
    var out = y.floats();
    Workers.run(y.dim(0), n -> {
      for (int o = 0; o < channels; o++) {
        int at = y.offset() + (n * channels + o) * plane;
        Arrays.fill(out, at, at + plane, bias == null ? 0 : bias.floats()[bias.offset() + o]);
      }
    });
  }

  @Override public void maxPool(View x, Window window, View y, View where) {
    if (y.dtype() != DType.F32) {
      scalar.maxPool(x, window, y, where);
      return;
    }
    int planes = y.dim(0) * y.dim(1);
    var pool = new MaxPool(x, window, y, where);
    Workers.run(planes, pool::plane);
  }
}
