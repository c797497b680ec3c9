package org.vitrail.vlm.siglip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Block;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.tensor.Interpolation;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.AttentionPool;
import org.vitrail.vit.Vit;

/**
 * The tower of SigLIP 2 (Tschannen et al. 2025, arXiv 2502.14786, section 2.4.2) for pictures of any size and shape:
 * positions are learned for a square of patches, and resized to the grid of each picture.
 *
 * @param positions (side·side, D)
 */
public record NaflexTower(int patch, Linear patches, Parameter positions, List<Block> blocks, LayerNorm norm,
    AttentionPool pool) implements SiglipTower {
  private static final Interpolation RESIZE = Interpolation.BILINEAR.withAntialias();

  private record Grid(int rows, int columns) {}

  /** A new tower as the reference begins, its positions for the square that {@code c.input} is. */
  static NaflexTower of(Vit.Config c, Init init) {
    var block = c.block();
    int width = block.width();
    int patch = c.input().patch();
    return new NaflexTower(patch, SiglipInit.linear(init.at("patches"), patch * patch * c.input().channels(), width),
        init.normal("positions", Math.pow(width, -0.5), c.rows() * c.columns(), width),
        SiglipInit.blocks(init.at("blocks"), block, c.depth()), LayerNorm.of(init.at("norm"), width, block.eps()),
        SiglipInit.pool(init.at("pool"), block));
  }

  @Override public Tensor forward(Tensor pixels) {
    return forward(Patches.of(pixels, patch));
  }

  /** A vector (n, D) for each picture. */
  public Tensor forward(Patches pictures) {
    var seen = seen(pictures);
    var x = embed(pictures);
    for (var block : blocks) x = block.forward(x, seen);
    return pool.forward(norm.forward(x), seen);
  }

  /** The patches before the first block and after each one (n, N, D), not yet normalised. */
  public List<Tensor> hiddenStates(Patches pictures) {
    var states = new ArrayList<Tensor>();
    states.add(embed(pictures));
    for (var block : blocks) states.add(block.forward(states.getLast(), seen(pictures)));
    return states;
  }

  /** One vector (n, D) for each picture, of its encoded and normalised patches. */
  public Tensor pool(Tensor encoded, Patches pictures) {
    return pool.forward(encoded, seen(pictures));
  }

  private static Tensor seen(Patches pictures) {
    return pictures.mask() == null ? null : pictures.mask().unsqueeze(1).unsqueeze(1);          // (n, 1, 1, N)
  }

  private Tensor embed(Patches pictures) {
    int length = pictures.values().dim(1);
    var resized = new HashMap<Grid, Tensor>();
    var each = new ArrayList<Tensor>();
    int[] grids = pictures.grids().toInts();
    for (int i = 0; i < grids.length; i += 2) {
      each.add(resized.computeIfAbsent(new Grid(grids[i], grids[i + 1]), grid -> filledUp(grid, length)));
    }
    var placed = resized.size() == 1 ? each.getFirst().unsqueeze(0) : Shaping.stack(0, each);
    return patches.forward(pictures.values()).add(placed);
  }

  /** The positions of a grid (length, D), the first one at places without a patch. */
  private Tensor filledUp(Grid grid, int length) {
    int count = grid.rows * grid.columns;
    if (grid.rows < 1 || grid.columns < 1 || count > length) {
      throw new ShapeException(
          "patches: a grid of " + grid.rows + "x" + grid.columns + " patches is not 1 to " + length);
    }
    int side = (int) Math.sqrt(positions.dim(0));
    var places = positions.reshape(1, side, side, -1).permute(0, 3, 1, 2)                       // (1, D, side, side)
        .interpolate(RESIZE, grid.rows, grid.columns).flatten(2, 3).squeeze(0).t();             // (count, D)
    return count == length ? places : Shaping.cat(0, places, places.slice(0, 0, 1).expand(length - count, -1));
  }
}
