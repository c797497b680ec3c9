package org.vitrail.vlm.siglip;

import java.util.Map;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.ModelInput;

/**
 * Pictures of many sizes as one batch: each a row of patches, filled up to the longest.
 *
 * @param values (n, N, P·P·C), the pixels of a patch in the order (y, x, c)
 * @param grids (n, 2) I32, the rows and columns of patches of each picture
 * @param mask (n, N) I32, 1 for a patch and 0 for filling; null where nothing is filled up
 */
public record Patches(Tensor values, Tensor grids, Tensor mask) {

  /** Pictures of one size, pixels (n, C, H, W), in squares of side {@code patch}. */
  public static Patches of(Tensor pixels, int patch) {
    if (pixels.rank() != 4 || pixels.dim(2) % patch != 0 || pixels.dim(3) % patch != 0) {
      throw new ShapeException("patches: pixels are " + pixels.shape()
          + ", expected (batch, channels, height, width) with sides that are multiples of " + patch);
    }
    int n = pixels.dim(0);
    int rows = pixels.dim(2) / patch;
    int columns = pixels.dim(3) / patch;
    var values = pixels.reshape(n, -1, rows, patch, columns, patch)             // (n, C, h, P, w, P)
        .permute(0, 2, 4, 3, 5, 1)                                              // (n, h, w, P, P, C)
        .reshape(n, rows * columns, -1);
    return new Patches(values, Tensor.of(new int[] {rows, columns}, 1, 2).expand(n, 2), null);
  }

  /** What SigLIP 2's processor makes of pictures. */
  static Patches of(Map<String, ModelInput> inputs) {
    return new Patches(inputs.get("pixel_values").tensor(), inputs.get("spatial_shapes").tensor(),
        inputs.get("pixel_attention_mask").tensor());
  }
}
