package org.vitrail.tensor;

/**
 * What {@code -Dvitrail.debug=n} turns on. 1: the first operation that makes NaN or infinity of finite numbers stops
 * the program with its name and shapes. 2: each operation is printed with shapes and milliseconds.
 */
final class Debug {
  static final int LEVEL = Integer.getInteger("vitrail.debug", 0);

  private Debug() {}

  static Tensor forward(Op op) {
    long start = System.nanoTime();
    var y = op.forward();
    if (LEVEL > 1) System.err.printf("%8.3f ms  %s%n", (System.nanoTime() - start) / 1e6, describe(op, y));
    if (y.dtype().isReal() && !y.isFinite() && op.inputs().stream().allMatch(Tensor::isFinite)) {
      throw new ArithmeticException("NaN or infinity first appears in " + describe(op, y));
    }
    return y;
  }

  private static String describe(Op op, Tensor y) {
    var inputs = op.inputs().stream().map(t -> t.shape().toString()).collect(java.util.stream.Collectors.joining(" "));
    return op.name() + " " + inputs + " -> " + y.shape();
  }
}
