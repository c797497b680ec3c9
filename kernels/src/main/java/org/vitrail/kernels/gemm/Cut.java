package org.vitrail.kernels.gemm;

/** Cuts {@code size} rows or columns into {@code parts} nearly equal parts that begin at multiples of {@code unit}. */
record Cut(int size, int parts, int unit) {

  /** Parts of about {@code part} each. */
  static Cut of(int size, int part, int unit) {
    return new Cut(size, Math.max(1, (size + part / 2) / part), unit);
  }

  /** Where part i begins, and part i − 1 ends. */
  int at(int i) {
    return i == parts ? size : (int) ((long) size * i / parts / unit * unit);
  }
}
