package org.vitrail.kernels.opencl;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jocl.cl_mem;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.DeviceException;

/**
 * The memory of a device. Buffers that came back are handed out again for requests of the same size, and given to the
 * driver when room is needed. A storage that nobody points at any more gives its buffer back when Java collects it.
 */
final class Memory {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int PATIENCE = 20;

  private final String device;
  private final Queue queue;
  private final long limit;
  private final Map<Long, ArrayDeque<Buffer>> pool = new HashMap<>();
  private long taken;

  Memory(String device, Queue queue) {
    this.device = device;
    this.queue = queue;
    this.limit = limit(queue.hardware);
    queue.whenExhausted(this::trim);
  }

  /** What {@code -Dvitrail.opencl.memory} says; else nearly all, for the driver and others need some too. */
  private static long limit(Hardware hardware) {
    var given = System.getProperty("vitrail.opencl.memory");
    if (given == null) return hardware.memory() / 16 * 15;
    try {
      long mebibytes = Long.parseLong(given);
      if (mebibytes > 0) return mebibytes << 20;
    } catch (NumberFormatException e) {
      // said below
    }
    throw new DeviceException("vitrail.opencl.memory is '" + given + "', it must be a positive number of mebibytes");
  }

  /** Memory from the driver. */
  record Buffer(cl_mem mem, long bytes) {}

  BufferStorage allocate(DType dtype, int size) {
    if (size < 0) throw new IllegalArgumentException(size + " elements were asked for: a product of sizes has overflowed");
    long bytes = Math.max(4, (long) size * dtype.bytes());
    if (bytes > queue.hardware.maxAllocation()) {
      throw new DeviceException(device + " has no buffers of " + mib(bytes) + ", the largest are "
          + mib(queue.hardware.maxAllocation()) + ": take a smaller batch or model");
    }
    return lend(dtype, size, take(bytes));
  }

  /** A storage on {@code buffer}, which goes back when the storage is collected and still has it. */
  BufferStorage lend(DType dtype, int size, Buffer buffer) {
    var storage = new BufferStorage(dtype, size, queue, this, buffer);
    var loan = storage.loan();
    CLEANER.register(storage, () -> {
      if (loan.end()) giveBack(buffer);
    });
    return storage;
  }

  synchronized void giveBack(Buffer buffer) {
    pool.computeIfAbsent(buffer.bytes, size -> new ArrayDeque<>()).push(buffer);
    notifyAll();
  }

  private synchronized Buffer take(long bytes) {
    var lot = pool.get(bytes);
    if (lot != null && !lot.isEmpty()) return lot.pop();
    for (int tries = 0; ; tries++) {
      if (taken + bytes > limit) trim();
      var mem = taken + bytes > limit ? null : queue.create(bytes);
      if (mem != null) {
        taken += bytes;
        return new Buffer(mem, bytes);
      }
      trim();
      if (tries == PATIENCE) throw exhausted(bytes);
      if (tries > 0) awaitCollector();
    }
  }

  /** Lets Java find storages that nobody points at any more. */
  private void awaitCollector() {
    System.gc();
    boolean interrupted = Thread.interrupted();
    try {
      wait(10);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) Thread.currentThread().interrupt();
  }

  private DeviceException exhausted(long bytes) {
    return new DeviceException(device + " is out of memory: " + mib(bytes) + " were asked for, " + mib(taken) + " of "
        + mib(limit) + " are in use; take a smaller batch or model, or compute inside a Scope, which frees memory sooner");
  }

  private static String mib(long bytes) {
    return Math.ceilDiv(bytes, 1L << 20) + " MiB";
  }

  /** Gives the pooled buffers back to the driver. */
  synchronized void trim() {
    for (var lot : pool.values()) {
      for (var buffer : lot) {
        queue.free(buffer.mem);
        taken -= buffer.bytes;
      }
    }
    pool.clear();
  }

  /** Bytes that the driver gave, pooled ones included. */
  synchronized long taken() {
    return taken;
  }
}
