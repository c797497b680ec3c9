package org.vitrail.kernels.opencl;

import java.util.EnumMap;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Kernels;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.Storage;

/**
 * A GPU, or another device that a driver offers through OpenCL. It is opened when it is first used. Kernels run one
 * after the other while Java goes on; only reading a value waits for them.
 */
public final class OpenClDevice implements Device {
  private final Hardware hardware;
  private final Precision precision;
  /** The same device in every precision, the first of which opens it. */
  private final Map<Precision, OpenClDevice> family;
  private Session session;

  OpenClDevice(Hardware hardware) {
    this(hardware, Precision.F32, new EnumMap<>(Precision.class));
    family.put(precision, this);
  }

  private OpenClDevice(Hardware hardware, Precision precision, Map<Precision, OpenClDevice> family) {
    this.hardware = hardware;
    this.precision = precision;
    this.family = family;
  }

  private Session session() {
    synchronized (family) {
      if (session == null) {
        session = precision == Precision.F32 ? new Session(name(), hardware) : family.get(Precision.F32).session();
      }
      return session;
    }
  }

  public Hardware hardware() {
    return hardware;
  }

  @Override public Precision precision() {
    return precision;
  }

  @Override public OpenClDevice in(Precision precision) {
    synchronized (family) {
      return family.computeIfAbsent(precision, other -> new OpenClDevice(hardware, other, family));
    }
  }

  @Override public String name() {
    return "opencl:" + hardware.index();
  }

  @Override public String description() {
    return hardware.name() + ", " + hardware.platform() + ", " + hardware.computeUnits() + " compute units, "
        + (hardware.memory() >> 20) + " MiB" + (precision == Precision.F32 ? "" : ", products in " + precision);
  }

  @Override public SequencedMap<String, Object> details() {
    return hardware.details();
  }

  @Override public Kernels kernels() {
    return session().kernels(this);
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

  /** What was measured to be best here. */
  public Tuning tuning() {
    return session().tuning;
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
