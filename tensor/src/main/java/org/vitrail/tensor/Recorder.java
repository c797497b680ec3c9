package org.vitrail.tensor;

/** Hears of each operation that runs while it is bound; a tape is one. */
@FunctionalInterface
public interface Recorder {
  /** {@code op} has computed {@code y}. */
  void record(Op op, Tensor y);

  /** Runs {@code body} with {@code recorder} listening; null for nobody. */
  static <T, X extends Throwable> T with(Recorder recorder, ScopedValue.CallableOp<T, X> body) throws X {
    return ScopedValue.where(Recording.CURRENT, recorder).call(body);
  }

  /** Who listens now, or null. */
  static Recorder current() {
    return Recording.CURRENT.orElse(Recording.NOBODY);
  }

  /** Whether anybody listens: a gradient computed now may have to be differentiable itself. */
  static boolean isListening() {
    return current() != null;
  }
}
