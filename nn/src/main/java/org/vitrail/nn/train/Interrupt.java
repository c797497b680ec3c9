package org.vitrail.nn.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks a run to stop after its current step. {@link #onShutdown} does so when the program is interrupted (Ctrl-C, or a
 * polite kill), and holds the exit up until it is closed:
 *
 * <pre>{@code
 * try (var interrupt = Interrupt.onShutdown()) {
 *   var outcome = trainer.resume(interrupt);
 *   if (outcome.interrupted()) System.err.println("resume with …");
 * }
 * }</pre>
 *
 * <p>The exit code is the system's, 130 after Ctrl-C. Do not call {@code System.exit} before it is closed.
 */
public final class Interrupt implements AutoCloseable {
  private static final int PATIENCE_MINUTES = 5;

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean requested;
  private Thread hook;

  /** One that only {@link #request} triggers. */
  public Interrupt() {}

  /** One that the end of the program triggers too. */
  public static Interrupt onShutdown() {
    var interrupt = new Interrupt();
    interrupt.hook = new Thread(interrupt::shutDown, "vitrail-interrupt");
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  private void shutDown() {
    request();
    try {
      closed.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public void request() {
    requested = true;
  }

  public boolean isRequested() {
    return requested;
  }

  /** Lets the program end. */
  @Override public void close() {
    closed.countDown();
    if (hook == null) return;
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already, and has just been released.
    }
  }
}
