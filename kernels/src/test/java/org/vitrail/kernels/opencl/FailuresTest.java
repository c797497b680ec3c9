package org.vitrail.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jocl.CL;
import org.jocl.CLException;
import org.junit.jupiter.api.Test;

/** Each kind of failure says what it is and what to do. */
class FailuresTest {

  private static String sentence(int status) {
    return Failures.translate("opencl:0", "running the kernel softmax", new CLException("code " + status, status)).getMessage();
  }

  @Test void outOfMemory() {
    assertEquals("opencl:0 is out of memory (CL_MEM_OBJECT_ALLOCATION_FAILURE while running the kernel softmax): "
        + "take a smaller batch or model", sentence(CL.CL_MEM_OBJECT_ALLOCATION_FAILURE));
  }

  @Test void lost() {
    for (int status : new int[] {CL.CL_OUT_OF_RESOURCES, CL.CL_INVALID_COMMAND_QUEUE, CL.CL_INVALID_CONTEXT}) {
      var sentence = sentence(status);
      assertTrue(sentence.startsWith("opencl:0 was lost, ran out of memory, or one of its kernels crashed (" + CL.stringFor_errorCode(status)
          + " while running the kernel softmax)"), sentence);
      assertTrue(sentence.contains("from the last checkpoint"), sentence);
    }
  }

  @Test void busy() {
    assertTrue(sentence(CL.CL_DEVICE_NOT_AVAILABLE).contains("close what holds it"));
  }

  @Test void anythingElse() {
    assertEquals("opencl:0 answers CL_INVALID_ARG_SIZE while running the kernel softmax: update its driver, or compute on "
        + "--device cpu", sentence(CL.CL_INVALID_ARG_SIZE));
  }
}
