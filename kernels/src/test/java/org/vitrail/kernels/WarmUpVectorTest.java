package org.vitrail.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

@VectorTest
class WarmUpVectorTest {

  @Test void afterwardsTheKernelsOfATrainingStepKeepTheirVectorsInRegisters() {
    WarmUp.await();
    var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (var call : Rehearsal.of(Devices.named("cpu").kernels())) {
      call.run();
      long before = memory.getCurrentThreadAllocatedBytes();
      call.run();
      long bytes = memory.getCurrentThreadAllocatedBytes() - before;
      assertTrue(bytes < 3000, "a call allocates " + bytes + " bytes");
    }
  }
}
