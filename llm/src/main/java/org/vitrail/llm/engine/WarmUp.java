package org.vitrail.llm.engine;

import java.lang.foreign.Arena;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.token.TokenKernels;
import org.vitrail.kernels.weights.Format;
import org.vitrail.kernels.weights.Projection;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.kernels.weights.WideProduct;

/**
 * Has the kernels of a step compiled while the model's files are still being read: until the JIT compiler has reached
 * them each vector is an object, and a first token would take seconds. Once for each format; results never depend on it.
 */
final class WarmUp {
  private static final int ROWS = 64;
  private static final int COLUMNS = 512;
  private static final int HEAD = 64;
  private static final int ROUNDS = 60;
  private static final long PATIENCE_NANOS = 1_500_000_000L;

  private static final Set<Format> STARTED = ConcurrentHashMap.newKeySet();

  private WarmUp() {}

  /** Begins, in the background, where there are kernels to compile. */
  static void start(Set<Format> formats, TokenKernels kernels, Unary activation) {
    if (!WideProduct.isPossible() || !STARTED.addAll(formats)) return;
    Thread.ofPlatform().daemon().name("vitrail-warm-up").start(() -> {
      try (var arena = Arena.ofConfined()) {
        run(formats, kernels, activation, arena);
      }
    });
  }

  private static void run(Set<Format> formats, TokenKernels kernels, Unary activation, Arena arena) {
    var projections = formats.stream().filter(format -> COLUMNS % format.block() == 0)
        .map(format -> Projection.of(zeros(format, arena), arena)).toList();
    var function = kernels.function(activation, 1);
    var x = new float[COLUMNS];
    var y = new float[COLUMNS];
    var prepared = new float[2 * COLUMNS];
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    for (int round = 0; round < ROUNDS && System.nanoTime() < deadline; round++) {
      for (var projection : projections) {
        for (int i = 0; i < 20; i++) {
          projection.prepare(x, 0, prepared);
          projection.multiply(prepared, 0, ROWS, y, 0);
        }
      }
      for (int i = 0; i < 20; i++) {
        kernels.rmsNorm(x, 0, COLUMNS, y, 1, x, 0);
        kernels.attend(1, HEAD, 1, x, 0, x, 0, x, 0, 1 + i % (COLUMNS / HEAD), y, 0);
        function.apply(y, 0, COLUMNS - i);
      }
    }
  }

  private static StoredMatrix zeros(Format format, Arena arena) {
    return new StoredMatrix(format, ROWS, COLUMNS, arena.allocate(format.bytes((long) ROWS * COLUMNS)));
  }
}
