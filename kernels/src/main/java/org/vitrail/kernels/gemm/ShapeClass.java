package org.vitrail.kernels.gemm;

/**
 * Products that are tuned together.
 *
 * @param form which operand is transposed: NN, NT, TN or TT
 * @param many whether there are at least eight matrices
 */
record ShapeClass(String form, Size m, Size n, Size k, boolean many) {

  enum Size {
    SMALL, MEDIUM, LARGE;

    static Size of(int size) {
      return size <= 64 ? SMALL : size <= 768 ? MEDIUM : LARGE;
    }

    /** A size in the middle of the class. */
    int typical() {
      return switch (this) {
        case SMALL -> 64;
        case MEDIUM -> 384;
        case LARGE -> 3072;
      };
    }
  }

  static ShapeClass of(Product p) {
    var form = (p.a().stride(-1) == 1 ? "N" : "T") + (p.b().stride(-1) == 1 ? "N" : "T");
    return new ShapeClass(form, Size.of(p.m()), Size.of(p.n()), Size.of(p.k()), p.count() >= 8);
  }

  /** The name of the tile of this class among the tuned settings of a device. */
  String key() {
    return ("gemm." + form + "." + m + "." + n + "." + k + (many ? ".many" : "")).toLowerCase(java.util.Locale.ROOT);
  }
}
