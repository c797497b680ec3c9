package org.vitrail.nn;

import org.vitrail.tensor.RandomStream;

/**
 * Whether a model trains or answers. Inside {@link #training} dropout drops and batch norm uses its batch; the random
 * numbers of a step come from the stream that it names, so that a step computed twice is the same.
 */
public final class Mode {
  private static final ScopedValue<RandomStream> TRAINING = ScopedValue.newInstance();

  private Mode() {}

  /** Runs {@code body} as part of training; {@code random} is the stream of this step. */
  public static <T, X extends Throwable> T training(RandomStream random, ScopedValue.CallableOp<T, X> body) throws X {
    return ScopedValue.where(TRAINING, random).call(body);
  }

  public static boolean isTraining() {
    return TRAINING.isBound();
  }

  /** The stream of the part at {@code path} in this step; only inside {@link #training}. */
  public static RandomStream random(String path) {
    return TRAINING.get().at(path);
  }
}
