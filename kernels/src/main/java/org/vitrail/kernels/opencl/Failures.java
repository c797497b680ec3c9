package org.vitrail.kernels.opencl;

import org.jocl.CL;
import org.jocl.CLException;
import org.vitrail.kernels.DeviceException;

/** What an error code of OpenCL means to a user. */
final class Failures {
  private static final String LOST = " was lost, ran out of memory, or one of its kernels crashed (%s while %s): what was on it "
      + "is gone; restart from the last checkpoint, with a smaller batch, and look for the reason in the system's log";

  private Failures() {}

  /** {@code device} answered {@code failure} while it was {@code doing} something. */
  static DeviceException translate(String device, String doing, CLException failure) {
    int status = failure.getStatus();
    var code = CL.stringFor_errorCode(status);
    return new DeviceException(device + switch (status) {
      case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, CL.CL_OUT_OF_HOST_MEMORY, CL.CL_INVALID_BUFFER_SIZE ->
          " is out of memory (" + code + " while " + doing + "): take a smaller batch or model";
      case CL.CL_DEVICE_NOT_AVAILABLE -> " is in use or not available (" + doing + "): close what holds it, or choose another "
          + "device, see vitrail devices";
      case CL.CL_OUT_OF_RESOURCES, CL.CL_INVALID_COMMAND_QUEUE, CL.CL_INVALID_CONTEXT,
          CL.CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST -> LOST.formatted(code, doing);
      case CL.CL_INVALID_WORK_GROUP_SIZE, CL.CL_INVALID_WORK_ITEM_SIZE ->
          " cannot run such large work-groups (" + doing + "): run vitrail tune, or report this as a defect";
      default -> " answers " + code + " while " + doing + ": update its driver, or compute on --device cpu";
    }, failure);
  }
}
