package org.vitrail.kernels.elementwise;

import java.util.Arrays;
import org.vitrail.kernels.Storage;

/** Rows and columns within a storage: of a block at place p, element (r, c) stands at {@code p + r·rowStep + c·step}. */
record Block(Storage storage, int rowStep, int step) {
  /** Below so many elements a loop is faster than a call of arraycopy. */
  private static final int SHORT = 16;

  /** {@code y[r, c] = this[r, c]} for r < rows and c < columns, this at place {@code at}; converts between types. */
  void copyTo(Block y, int at, int yAt, int rows, int columns) {
    if (storage instanceof Storage.Floats x && y.storage instanceof Storage.Floats z) {
      copy(x.array(), at, y, z.array(), yAt, rows, columns);
    } else if (storage instanceof Storage.Ints x && y.storage instanceof Storage.Floats z) {
      convert(x.array(), at, y, z.array(), yAt, rows, columns);
    } else if (storage instanceof Storage.Floats x && y.storage instanceof Storage.Ints z) {
      convert(x.array(), at, y, z.array(), yAt, rows, columns);
    } else {
      convert(at, y, yAt, rows, columns);
    }
  }

  private void copy(float[] x, int at, Block to, float[] y, int toAt, int rows, int columns) {
    if (step == 1 && to.step == 1 && columns >= SHORT) {
      for (int r = 0; r < rows; r++) System.arraycopy(x, at + r * rowStep, y, toAt + r * to.rowStep, columns);
    } else if (step == 0 && to.step == 1) {
      for (int r = 0; r < rows; r++) {
        int start = toAt + r * to.rowStep;
        Arrays.fill(y, start, start + columns, x[at + r * rowStep]);
      }
    } else if (Math.abs(rowStep) < Math.abs(step)) {
      int c = 0;
      for (; c + 8 <= columns; c += 8) transposeEight(x, at + c * step, to, y, toAt + c * to.step, rows);
      for (; c < columns; c++) copyColumn(x, at + c * step, to, y, toAt + c * to.step, rows);
    } else {
      for (int r = 0; r < rows; r++) {
        int from = at + r * rowStep;
        int start = toAt + r * to.rowStep;
        for (int c = 0; c < columns; c++) y[start + c * to.step] = x[from + c * step];
      }
    }
  }

  /** Eight columns side by side: x is read along its neighbours, y is written in pieces of eight. */
  private void transposeEight(float[] x, int from, Block to, float[] y, int start, int rows) {
    for (int r = 0; r < rows; r++) {
      int i = from + r * rowStep;
      int j = start + r * to.rowStep;
      y[j] = x[i];
      y[j + to.step] = x[i + step];
      y[j + 2 * to.step] = x[i + 2 * step];
      y[j + 3 * to.step] = x[i + 3 * step];
      y[j + 4 * to.step] = x[i + 4 * step];
      y[j + 5 * to.step] = x[i + 5 * step];
      y[j + 6 * to.step] = x[i + 6 * step];
      y[j + 7 * to.step] = x[i + 7 * step];
    }
  }

  private void copyColumn(float[] x, int from, Block to, float[] y, int start, int rows) {
    for (int r = 0; r < rows; r++) y[start + r * to.rowStep] = x[from + r * rowStep];
  }

  private void convert(int[] x, int at, Block to, float[] y, int toAt, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      int from = at + r * rowStep;
      int start = toAt + r * to.rowStep;
      if (step == 1 && to.step == 1) {
        for (int c = 0; c < columns; c++) y[start + c] = x[from + c];
      } else {
        for (int c = 0; c < columns; c++) y[start + c * to.step] = x[from + c * step];
      }
    }
  }

  private void convert(float[] x, int at, Block to, int[] y, int toAt, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      int from = at + r * rowStep;
      int start = toAt + r * to.rowStep;
      if (step == 1 && to.step == 1) {
        for (int c = 0; c < columns; c++) y[start + c] = (int) x[from + c];
      } else {
        for (int c = 0; c < columns; c++) y[start + c * to.step] = (int) x[from + c * step];
      }
    }
  }

  private void convert(int at, Block to, int toAt, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      int from = at + r * rowStep;
      int start = toAt + r * to.rowStep;
      for (int c = 0; c < columns; c++) to.storage.set(start + c * to.step, storage.get(from + c * step));
    }
  }
}
