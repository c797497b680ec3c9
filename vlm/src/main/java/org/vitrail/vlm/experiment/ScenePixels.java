package org.vitrail.vlm.experiment;

import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Raster;
import org.vitrail.vit.scenes.Scenes;

/** Pictures of generated scenes as models see them. */
final class ScenePixels {
  private static final int SIDE = 32;
  private static final int EACH = 3 * SIDE * SIDE;

  private ScenePixels() {}

  /** The first {@code count} scenes of a family (count, 3, 32, 32), −1 to 1. */
  static Tensor of(String split, Family family, int count) {
    var pixels = new float[count * EACH];
    for (int i = 0; i < count; i++) Raster.planes(Scenes.scene(split, family, i).pixels32(), pixels, i * EACH);
    return Tensor.of(pixels, count, 3, SIDE, SIDE);
  }

  /** Pictures (n, C, H, W) each with its pixels in an order of its own, the colours of a pixel staying together. */
  static Tensor shuffled(Tensor pictures, RandomStream random) {
    var planes = pictures.flatten(2, 3);                                                        // (n, C, pixels)
    var order = new int[planes.dim(0) * planes.dim(2)];
    for (int i = 0; i < planes.dim(0); i++) {
      System.arraycopy(random.permutation(planes.dim(2)), 0, order, i * planes.dim(2), planes.dim(2));
    }
    return planes.takeAlong(2, Tensor.of(order, planes.dim(0), 1, planes.dim(2))).reshape(pictures.shape());
  }

  /** Black and white at half the size (count, 256): 1 where the luminance of 2x2 pixels is above 48 of 255. */
  static Tensor binary(String split, Family family, int count) {
    int half = SIDE / 2;
    var bits = new float[count * half * half];
    for (int i = 0; i < count; i++) {
      var rgb = Raster.half(Scenes.scene(split, family, i).pixels32());
      for (int p = 0; p < half * half; p++) bits[i * half * half + p] = luminance(rgb, 3 * p) > 48 ? 1 : 0;
    }
    return Tensor.of(bits, count, half * half);
  }

  private static double luminance(byte[] rgb, int at) {
    return 0.299 * (rgb[at] & 0xFF) + 0.587 * (rgb[at + 1] & 0xFF) + 0.114 * (rgb[at + 2] & 0xFF);
  }
}
