package org.vitrail.kernels;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compiled kernels allocate next to nothing, on any thread: a vector that escapes would cost a hundred bytes for each
 * step of an inner loop.
 */
@VectorTest
class AllocationVectorTest {
  private static final int CALLS = 500;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TestFactory Stream<DynamicTest> aCallAllocatesLittle() {
    return EveryKernel.calls().stream().map(
        call -> DynamicTest.dynamicTest(call.name(), () -> callUntilItAllocatesLittle(call)));
  }

  /** Calls until it is compiled; fails after a while. */
  private void callUntilItAllocatesLittle(EveryKernel.Call call) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long perCall = Long.MAX_VALUE;
    while (perCall > call.bytes() && System.nanoTime() < deadline) {
      long before = memory.getTotalThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) call.kernel().run();
      perCall = (memory.getTotalThreadAllocatedBytes() - before) / CALLS;
    }
    if (perCall > call.bytes()) throw new AssertionError(call.name() + " allocates " + perCall + " bytes per call");
  }
}
