package org.vitrail.vit;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

/**
 * Pictures (B, C, H, W) cut into squares of side P, each turned into a token by one linear map of its pixels in the
 * order (c, y, x): a convolution whose kernel is as large as its stride. weight (D, C, P, P), bias (D) or null;
 * result (B, H/P·W/P, D) row by row.
 */
public record PatchEmbedding(Parameter weight, Parameter bias) implements Layer {

  public static PatchEmbedding of(Init init, int channels, int patch, int width, boolean bias) {
    return new PatchEmbedding(init.weights("weight", width, channels, patch, patch),
        bias ? init.zeros("bias", width) : null);
  }

  public int patch() {
    return weight.dim(-1);
  }

  @Override public Tensor forward(Tensor pixels) {
    int p = patch();
    if (pixels.rank() != 4 || pixels.dim(1) != weight.dim(1) || pixels.dim(2) % p != 0 || pixels.dim(3) % p != 0) {
      throw new ShapeException("patches: pixels are " + pixels.shape() + ", expected (batch, " + weight.dim(1)
          + ", height, width) with sides that are multiples of " + p);
    }
    int rows = pixels.dim(2) / p;
    int columns = pixels.dim(3) / p;
    return pixels.reshape(-1, pixels.dim(1), rows, p, columns, p)     // (B, C, h, P, w, P)
        .permute(0, 2, 4, 1, 3, 5)                                    // (B, h, w, C, P, P)
        .reshape(-1, rows * columns, weight.size() / weight.dim(0))   // (B, N, C·P·P)
        .linear(weight.reshape(weight.dim(0), -1), bias);             // (B, N, D)
  }
}
