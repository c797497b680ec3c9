package org.vitrail.vit;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Interpolation;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * Learned positions: table (1, prefix + rows·columns, D), the first {@code prefix} rows for tokens that stand before
 * the patches. For pictures of another size the grid is resized, bicubic as the checkpoint's library does it.
 */
public record Positions(Parameter table, int prefix, int rows, int columns, boolean antialias) implements Part {

  /** The positions of the first tokens (1, prefix, D). */
  Tensor ofPrefix() {
    return table.slice(1, 0, prefix);
  }

  /** The positions of a grid of patches (1, h·w, D). */
  Tensor ofPatches(int h, int w) {
    var patches = table.slice(1, prefix, table.dim(1));
    if (h == rows && w == columns) return patches;
    var how = antialias ? Interpolation.BICUBIC.withAntialias() : Interpolation.BICUBIC;
    return patches.reshape(1, rows, columns, -1).permute(0, 3, 1, 2)  // (1, D, rows, columns)
        .interpolate(how, h, w).permute(0, 2, 3, 1).reshape(1, h * w, -1);
  }

  /**
   * The sequence [prefix tokens, patches] with positions added. Prefix tokens beyond {@code prefix} get none.
   *
   * @param before tokens before the patches (1, p, D), or null
   * @param patches (B, h·w, D)
   */
  Tensor sequence(Tensor before, Tensor patches, int h, int w) {
    var placed = patches.add(ofPatches(h, w));
    if (before == null) return placed;
    var first = before.slice(1, 0, prefix).add(ofPrefix());
    if (before.dim(1) > prefix) first = Shaping.cat(1, first, before.slice(1, prefix, before.dim(1)));
    return Shaping.cat(1, first.expand(patches.dim(0), -1, -1), placed);
  }
}
