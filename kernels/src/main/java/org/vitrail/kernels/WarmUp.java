package org.vitrail.kernels;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;

/**
 * Has the SIMD kernels compiled before they are needed. Until the JIT compiler has reached a kernel, each of its vectors
 * is an object and each operation a loop over its lanes, several hundred times slower than afterwards; a first training
 * step takes ten times as long as the second. So a thread in the background runs the kernels of a training step on tiny
 * inputs, while the caller reads data and makes a model:
 *
 * <pre>{@code
 * WarmUp.start();
 * var data = …;
 * var model = …;
 * WarmUp.await();
 * }</pre>
 *
 * <p>It takes one to two seconds. Results never depend on it, and work that is small needs none. See {@code docs/jit.md}.
 */
public final class WarmUp {
  /** Calls after which the compiler has been asked for: it looks at a method after 1024 invocations. */
  private static final int FIRST_CALLS = 550;
  private static final int MORE_CALLS = 50;
  /** Bytes that a call allocates at most, once its vectors are no objects any more. */
  private static final long COMPILED = 1500;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private static Thread thread;

  private WarmUp() {}

  /** Begins, in the background; a second call does nothing, nor does one where other kernels compute. */
  public static synchronized void start() {
    if (thread != null || !(Devices.current().kernels() instanceof VectorKernels kernels)) return;
    thread = Thread.ofPlatform().daemon().name("vitrail-warm-up").start(() -> run(kernels));
  }

  /** Waits until the kernels are compiled, having begun where {@link #start} was not called; at most 30 seconds. */
  public static void await() {
    start();
    try {
      if (thread != null) thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Kernels kernels) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    var calls = new ArrayList<>(Rehearsal.of(kernels));
    calls.forEach(call -> repeat(call, FIRST_CALLS));
    while (!calls.isEmpty() && System.nanoTime() < deadline) {
      calls.removeIf(WarmUp::isCompiled);
      pause();
    }
  }

  private static boolean isCompiled(Runnable call) {
    var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    repeat(call, MORE_CALLS);
    long before = memory.getCurrentThreadAllocatedBytes();
    call.run();
    return memory.getCurrentThreadAllocatedBytes() - before < COMPILED;
  }

  private static void repeat(Runnable call, int times) {
    for (int i = 0; i < times; i++) call.run();
  }

  /** Leaves the processor to the compiler for a moment. */
  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
