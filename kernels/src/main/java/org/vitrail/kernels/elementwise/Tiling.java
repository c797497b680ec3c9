package org.vitrail.kernels.elementwise;

import java.util.Arrays;
import org.vitrail.kernels.Axes;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;

/**
 * Cuts the shape that some views share into tiles of rows × columns and walks them on all threads. The columns run
 * along the last axis of the result, the rows along the axis before it, or along the one where a transposed input has
 * its neighbours. Where every row of every view is a long run, they are walked one by one. Elsewhere, what does not
 * stand in memory as one run is collected in a buffer, tile by tile; what was broadcast over the rows is collected once
 * a task.
 */
final class Tiling {
  /** Elements of a tile that needs no buffer. */
  private static final int DIRECT = 16 * 1024;
  private static final int TRANSPOSED_COLUMNS = 32;
  /** Elements of a run that is long: to begin it costs less than to collect it. */
  private static final int LONG = 64;

  private final View[] views;
  private final int result;
  private final Axes axes;
  private final int last;
  private final int rowAxis;
  private final int rows;
  private final int columns;
  private final boolean hasLongRows;

  /** Inputs first, the result last; a tile has up to {@code size} elements, fewer where an input is transposed. */
  private Tiling(int size, View... views) {
    this.views = views;
    result = views.length - 1;
    axes = Axes.of(result, views);
    last = axes.rank() - 1;
    rowAxis = last - 1;
    int transposed = transposedAxis();
    if (transposed >= 0) axes.swap(transposed, rowAxis);
    columns = Math.min(size(last), transposed >= 0 ? Math.max(TRANSPOSED_COLUMNS, Tile.SIZE / size(rowAxis))
        : areRuns() ? DIRECT : size);
    hasLongRows = columns >= LONG && areRuns();
    rows = Math.min(size(rowAxis), Math.max(1, (transposed >= 0 ? Tile.SIZE : hasLongRows ? DIRECT : size) / columns));
  }

  /** Computes {@code loop} over all elements of the views: up to three inputs, F32 or I32, and the result. */
  static void run(Loop loop, View... views) {
    if (views[views.length - 1].size() == 0) return;
    var tiling = new Tiling(Tile.SIZE, views);
    Workers.split(tiling.tiles(), tiling.rows * tiling.columns,
        (first, end) -> tiling.new Walk().run(loop, first, end));
  }

  /** Copies x to y. */
  static void copy(View x, View y) {
    if (y.size() == 0) return;
    var tiling = new Tiling(DIRECT, x, y);
    Workers.split(tiling.tiles(), tiling.rows * tiling.columns,
        (first, end) -> tiling.new Walk().copy(first, end));
  }

  /** The axis where an input has stride 1 that strides along the last one; -1 when there is none. */
  private int transposedAxis() {
    for (int v = 0; v < result; v++) {
      for (int axis = 0; axis < last && Math.abs(axes.stride(v, last)) > 1; axis++) {
        if (axes.stride(v, axis) == 1) return axis;
      }
    }
    return -1;
  }

  /** Whether all views are floats that stand side by side along the last axis. */
  private boolean areRuns() {
    for (int v = 0; v <= result; v++) {
      if (views[v].dtype() != DType.F32 || axes.stride(v, last) != 1) return false;
    }
    return true;
  }

  private int size(int axis) {
    return axis < 0 ? 1 : axes.shape()[axis];
  }

  private int blocks(int axis, int block) {
    return (size(axis) + block - 1) / block;
  }

  private int tiles() {
    int tiles = blocks(last, columns) * blocks(rowAxis, rows);
    for (int axis = 0; axis < rowAxis; axis++) tiles *= size(axis);
    return tiles;
  }

  private int step(int v) {
    return axes.stride(v, last);
  }

  private int rowStep(int v) {
    return rowAxis < 0 ? 0 : axes.stride(v, rowAxis);
  }

  /** One thread's way from tile to tile. */
  private final class Walk {
    private final int[] at = new int[views.length];
    private int height;
    private int width;
    /** Of which place, height and width the buffer of each input is a copy; null before the first one. */
    private int[][] copies;

    void run(Loop loop, int first, int end) {
      var tile = Tile.ofThread();
      for (int t = first; t < end; t++) {
        locate(t);
        if (hasLongRows) {
          runRows(loop, tile);
          continue;
        }
        for (int v = 0; v < result; v++) {
          if (isRun(v)) {
            tile.place(v, views[v].floats(), at[v]);
          } else {
            collect(v, tile);
            tile.placeBuffer(v);
          }
        }
        if (isRun(result)) {
          tile.place(Tile.RESULT, views[result].floats(), at[result]);
          tile.run(loop, result, height * width);
        } else {
          tile.placeBuffer(Tile.RESULT);
          tile.run(loop, result, height * width);
          new Block(tile.buffer(Tile.RESULT), width, 1).copyTo(block(result), 0, at[result], height, width);
        }
      }
      tile.clear();
    }

    private void runRows(Loop loop, Tile tile) {
      for (int r = 0; r < height; r++) {
        for (int v = 0; v < result; v++) tile.place(v, views[v].floats(), at[v] + r * rowStep(v));
        tile.place(Tile.RESULT, views[result].floats(), at[result] + r * rowStep(result));
        tile.run(loop, result, width);
      }
    }

    void copy(int first, int end) {
      var from = block(0);
      var to = block(1);
      for (int t = first; t < end; t++) {
        locate(t);
        from.copyTo(to, at[0], at[1], height, width);
      }
    }

    /** Finds tile t: columns run fastest, then rows, then the other axes from the last to the first. */
    private void locate(int t) {
      int across = blocks(last, columns);
      int down = blocks(rowAxis, rows);
      int column = t % across * columns;
      int row = t / across % down * rows;
      width = Math.min(columns, size(last) - column);
      height = Math.min(rows, size(rowAxis) - row);
      for (int v = 0; v <= result; v++) at[v] = views[v].offset() + row * rowStep(v) + column * step(v);
      int rest = t / across / down;
      for (int axis = rowAxis - 1; axis >= 0; axis--) {
        for (int v = 0; v <= result; v++) at[v] += rest % size(axis) * axes.stride(v, axis);
        rest /= size(axis);
      }
    }

    /** Whether the tile is one run of floats in view v. */
    private boolean isRun(int v) {
      return step(v) == 1 && (height == 1 || rowStep(v) == width) && views[v].dtype() == DType.F32;
    }

    /** Tiles of view v. */
    private Block block(int v) {
      return new Block(views[v].storage(), rowStep(v), step(v));
    }

    /** Collects the tile's elements of input v, row after row, unless the buffer holds them. */
    private void collect(int v, Tile tile) {
      if (copies == null) copies = new int[result][3];
      var copy = copies[v];
      boolean known = rowStep(v) == 0 && copy[0] == at[v] && copy[1] >= height && copy[2] == width;
      if (known) return;
      block(v).copyTo(new Block(tile.buffer(v), width, 1), at[v], 0, height, width);
      copy[0] = at[v];
      copy[1] = height;
      copy[2] = width;
    }
  }
}
