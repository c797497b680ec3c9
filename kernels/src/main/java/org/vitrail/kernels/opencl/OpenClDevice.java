package org.vitrail.kernels.opencl;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Kernels;
import org.vitrail.kernels.Storage;

/**
 * A GPU, or another device that a driver offers through OpenCL. It is opened when it is first used. Kernels run one
 * after the other while Java goes on; only reading a value waits for them.
 */
public final class OpenClDevice implements Device {
  private final Hardware hardware;
  private Session session;

  OpenClDevice(Hardware hardware) {
    this.hardware = hardware;
  }

  /** What exists once the device is open. */
  private record Session(Queue queue, Memory memory, Programs programs, Kernels kernels) {}

  private synchronized Session session() {
    if (session == null) {
      var queue = new Queue(name(), hardware);
      session = new Session(queue, new Memory(name(), queue), new Programs(name(), queue), new OpenClKernels(this));
    }
    return session;
  }

  public Hardware hardware() {
    return hardware;
  }

  @Override public String name() {
    return "opencl:" + hardware.index();
  }

  @Override public String description() {
    return hardware.name() + ", " + hardware.platform() + ", " + hardware.computeUnits() + " compute units, "
        + (hardware.memory() >> 20) + " MiB";
  }

  @Override public Kernels kernels() {
    return session().kernels;
  }

  @Override public Storage allocate(DType dtype, int size) {
    return session().memory.allocate(dtype, size);
  }

  @Override public void recycle(Storage storage, String scope) {
    ((BufferStorage) storage.bequeath(scope)).surrender();
  }

  @Override public void finish() {
    session().queue.finish();
  }

  /** Bytes that the driver gave for buffers, those included that wait to be used again. */
  public long memoryTaken() {
    return session().memory.taken();
  }

  /** A run of the kernel {@code name} of {@code source}, which is built when this is the first. */
  public Launch kernel(Source source, String name) {
    var open = session();
    return new Launch(this, open.queue, name, open.programs.kernel(source, name));
  }

  /** What the kernels that {@code body} runs take by the device's own clock. */
  public Times timed(Runnable body) {
    var queue = session().queue;
    queue.startTiming();
    Times times;
    try {
      body.run();
    } finally {
      times = queue.stopTiming();
    }
    return times;
  }

  @Override public String toString() {
    return name();
  }
}
