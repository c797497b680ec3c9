package org.vitrail.tensor;

/** Hears of each operation that runs while it is bound; a tape is one. */
@FunctionalInterface
public interface Recorder {
  /** {@code op} has computed {@code y}. */
  void record(Op op, Tensor y);

  /** Runs {@code body} with {@code recorder} listening; null for nobody. */
  static <T, X extends Throwable> T with(Recorder recorder, ScopedValue.CallableOp<T, X> body) throws X {
    return ScopedValue.where(Binding.CURRENT, recorder).call(body);
  }

  /** Who listens now, or null. */
  static Recorder current() {
    return Binding.CURRENT.isBound() ? Binding.CURRENT.get() : null;
  }

  /** Whether anybody listens: a gradient computed now may have to be differentiable itself. */
  static boolean isListening() {
    return current() != null;
  }

  /** Who listens, for each thread. */
  final class Binding {
    private static final ScopedValue<Recorder> CURRENT = ScopedValue.newInstance();

    private Binding() {}
  }
}
