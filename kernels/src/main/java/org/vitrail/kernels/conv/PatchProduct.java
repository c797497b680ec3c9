package org.vitrail.kernels.conv;

import static org.vitrail.kernels.gemm.BlockProduct.panelFloats;

import java.util.Arrays;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.gemm.BlockProduct;
import org.vitrail.kernels.math.Scratch;

/**
 * Convolution as matrix products, picture by picture and group by group, with the patch matrix P:
 * {@code Y = W·P}, {@code dP = Wᵀ·dY}, {@code dWᵀ = Σ P·dYᵀ}. Blocks of P are written where the product reads them.
 * In a gradient x, w or y stand for dx, dw or dy.
 */
final class PatchProduct {
  /** Places of a block. */
  private static final int BLOCK = 128;
  /** Rows of P in a slab of the sum, about. */
  private static final int SLAB = 384;
  /** Rows of P that a task of a gradient has, about. */
  private static final int ROWS = 256;
  /** Tasks that are enough to keep the threads busy. */
  private static final int TASKS = 16;

  private final float[] x;
  private final int xAt;
  private final float[] w;
  private final int wAt;
  private final float[] y;
  private final int yAt;
  private final int pictures;
  private final int groups;
  /** Channels of x, and of y, in a group. */
  private final int channels;
  private final int outs;
  private final Patches patches;
  private final int taps;
  private final int places;

  PatchProduct(View x, View w, View y, Window window) {
    this.x = x.floats();
    xAt = x.offset();
    this.w = w.floats();
    wAt = w.offset();
    this.y = y.floats();
    yAt = y.offset();
    pictures = y.dim(0);
    groups = window.groups();
    channels = w.dim(1);
    outs = w.dim(0) / groups;
    patches = new Patches(window, x.dim(2), x.dim(3), y.dim(2), y.dim(3));
    taps = patches.taps();
    places = patches.places();
  }

  /** Where channel c of group g of picture n begins in x. */
  private int xAt(int n, int g, int c) {
    return xAt + ((n * groups + g) * channels + c) * patches.plane();
  }

  private int yAt(int n, int g, int o) {
    return yAt + ((n * groups + g) * outs + o) * places;
  }

  private int wAt(int g, int o, int c) {
    return wAt + ((g * outs + o) * channels + c) * taps;
  }

  /** {@code Y += W·P}, a task per block of places. */
  void forward() {
    int blocks = Math.ceilDiv(places, BLOCK);
    Workers.run(pictures * groups * blocks, task -> {
      int matrix = task / blocks;
      int from = task % blocks * BLOCK;
      forward(matrix / groups, matrix % groups, from, Math.min(places, from + BLOCK));
    });
  }

  private void forward(int n, int g, int from, int to) {
    int step = Math.max(1, SLAB / taps);
    var panels = Scratch.GEMM_PANELS.floats(panelFloats(Math.min(step, channels) * taps, BLOCK));
    int at = yAt(n, g, 0) + from;
    for (int c = 0; c < channels; c += step) {
      int some = Math.min(step, channels - c);
      int depth = some * taps;
      for (int p = from; p < to; p += BlockProduct.COLUMNS) {
        patches.gather(some, x, xAt(n, g, c), p, Math.min(to, p + BlockProduct.COLUMNS), panels, (p - from) * depth,
            BlockProduct.COLUMNS);
      }
      BlockProduct.multiply(outs, to - from, depth, 1, w, wAt(g, 0, c), channels * taps, 1, panels, 0, depth,
          y, at, places, y, at, places);
    }
  }

  /** {@code dP = Wᵀ·dY}, block by block added to the pixels; a task per block of channels. */
  void inputGrad() {
    int step = Math.max(1, ROWS / taps);
    int blocks = Math.ceilDiv(channels, step);
    Workers.run(pictures * groups * blocks, task -> {
      int matrix = task / blocks;
      int c = task % blocks * step;
      inputGrad(matrix / groups, matrix % groups, c, Math.min(step, channels - c));
    });
  }

  private void inputGrad(int n, int g, int c, int some) {
    int at = xAt(n, g, c);
    Arrays.fill(x, at, at + some * patches.plane(), 0);
    for (int from = 0; from < places; from += BLOCK) {
      int columns = Math.min(BLOCK, places - from);
      if (patches.isPicture()) {
        multiplyTransposed(n, g, c, some, from, columns, x, at + from, places);
      } else {
        var block = Scratch.PATCHES.floats(some * taps * BLOCK);
        Arrays.fill(block, 0, some * taps * BLOCK, 0);
        multiplyTransposed(n, g, c, some, from, columns, block, 0, BLOCK);
        patches.scatter(some, block, 0, BLOCK, from, from + columns, x, at);
      }
    }
  }

  /** {@code out += Wᵀ·dY} for the rows of some channels and the columns of some places. */
  private void multiplyTransposed(int n, int g, int c, int some, int from, int columns, float[] out, int at, int row) {
    var panels = Scratch.GEMM_PANELS.floats(panelFloats(Math.min(SLAB, outs), columns));
    for (int o = 0; o < outs; o += SLAB) {
      int depth = Math.min(SLAB, outs - o);
      BlockProduct.pack(depth, columns, y, yAt(n, g, o) + from, places, 1, panels, 0);
      BlockProduct.multiply(some * taps, columns, depth, 1, w, wAt(g, o, c), 1, channels * taps, panels, 0, depth,
          out, at, row, out, at, row);
    }
  }

  /**
   * {@code dWᵀ = Σ P·dYᵀ} over pictures and places; a task per block of channels, and where these are few, per part of
   * the pictures, whose sums are added up at the end.
   */
  void weightGrad() {
    int step = Math.max(1, ROWS / taps);
    int blocks = groups * Math.ceilDiv(channels, step);
    int parts = Math.clamp(TASKS / blocks, 1, Math.max(1, pictures));
    int size = Math.min(step, channels) * taps * outs;
    var sums = Scratch.WEIGHT_SUMS.floats(blocks * parts * size);
    Workers.run(blocks * parts, task -> {
      Arrays.fill(sums, task * size, (task + 1) * size, 0);
      int block = task / parts;
      int part = task % parts;
      int c = block / groups * step;
      int first = (int) ((long) pictures * part / parts);
      int last = (int) ((long) pictures * (part + 1) / parts);
      for (int n = first; n < last; n++) {
        addWeightGrad(n, block % groups, c, Math.min(step, channels - c), sums, task * size);
      }
    });
    Workers.run(blocks, block -> {
      int c = block / groups * step;
      store(block % groups, c, Math.min(step, channels - c), sums, block * parts * size, size, parts);
    });
  }

  private void addWeightGrad(int n, int g, int c, int some, float[] sums, int at) {
    int rows = some * taps;
    var panels = Scratch.GEMM_PANELS.floats(panelFloats(BLOCK, outs));
    var block = Scratch.PATCHES.floats(rows * BLOCK);
    for (int from = 0; from < places; from += BLOCK) {
      int depth = Math.min(BLOCK, places - from);
      BlockProduct.pack(depth, outs, y, yAt(n, g, 0) + from, 1, places, panels, 0);
      boolean direct = patches.isPicture();
      if (!direct) patches.gather(some, x, xAt(n, g, c), from, from + depth, block, 0, BLOCK);
      BlockProduct.multiply(rows, outs, depth, 1, direct ? x : block, direct ? xAt(n, g, c) + from : 0,
          direct ? places : BLOCK, 1, panels, 0, depth, sums, at, outs, sums, at, outs);
    }
  }

  /** Adds the parts up and transposes them into place. */
  private void store(int g, int c, int some, float[] sums, int at, int size, int parts) {
    for (int o = 0; o < outs; o++) {
      int to = wAt(g, o, c);
      for (int row = 0; row < some * taps; row++) {
        float sum = 0;
        for (int part = 0; part < parts; part++) sum += sums[at + part * size + row * outs + o];
        w[to + row] = sum;
      }
    }
  }
}
