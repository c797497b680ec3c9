package org.vitrail.kernels.opencl;

import static org.jocl.CL.CL_MEM_READ_WRITE;
import static org.jocl.CL.clCreateBuffer;
import static org.jocl.CL.clCreateCommandQueue;
import static org.jocl.CL.clCreateContext;
import static org.jocl.CL.clEnqueueNDRangeKernel;
import static org.jocl.CL.clEnqueueReadBuffer;
import static org.jocl.CL.clEnqueueWriteBuffer;
import static org.jocl.CL.clFinish;
import static org.jocl.CL.clReleaseMemObject;
import static org.jocl.CL.clSetKernelArg;

import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.vitrail.kernels.Storage;

/**
 * The line in which a device works off what it is asked, one thing after the other. Asking returns at once; only a read
 * waits, and the write of much at once. Since memory is reused in the same order in which it was given back, nothing
 * else needs to wait either.
 */
final class Queue {
  private static final boolean CAREFUL = Integer.getInteger("vitrail.debug", 0) > 0;

  final Hardware hardware;
  final cl_context context;
  private final String device;
  private final cl_command_queue plain;
  private final Staging staging = new Staging();
  private cl_command_queue timed;
  private Times times;
  private Traffic traffic = new Traffic(0, 0);
  private Runnable whenExhausted = () -> { };

  @SuppressWarnings("deprecation") // the newer call does not exist before OpenCL 2.0
  Queue(String device, Hardware hardware) {
    this.device = device;
    this.hardware = hardware;
    try {
      var properties = new cl_context_properties();
      properties.addProperty(CL.CL_CONTEXT_PLATFORM, hardware.platformId());
      context = clCreateContext(properties, 1, new org.jocl.cl_device_id[] {hardware.id()}, null, null, null);
      plain = clCreateCommandQueue(context, hardware.id(), 0, null);
    } catch (CLException e) {
      throw Failures.translate(device, "opening it", e);
    }
  }

  /** What makes room before a kernel that found none is asked for again. */
  void whenExhausted(Runnable action) {
    whenExhausted = action;
  }

  /** An argument of a kernel: its size and where its bytes are, nowhere for a null buffer and for local memory. */
  record Argument(long size, Pointer bytes) {}

  /** Asks for {@code kernel}, called {@code name}, on a grid of {@code global} work-items in groups of {@code local}. */
  void launch(String name, cl_kernel kernel, List<Argument> arguments, long[] global, long[] local) {
    if (enqueue(name, kernel, arguments, global, local, false)) return;
    whenExhausted.run();
    enqueue(name, kernel, arguments, global, local, true);
  }

  /** Drivers may look for memory as late as this: false where there is none and it is not {@code required}. */
  private synchronized boolean enqueue(String name, cl_kernel kernel, List<Argument> arguments, long[] global,
      long[] local, boolean required) {
    try {
      for (int i = 0; i < arguments.size(); i++) {
        clSetKernelArg(kernel, i, arguments.get(i).size(), arguments.get(i).bytes());
      }
      var event = times == null ? null : new cl_event();
      clEnqueueNDRangeKernel(current(), kernel, global.length, null, global, local, 0, null, event);
      if (times != null) times.add(name, event);
      if (CAREFUL) clFinish(current());
      return true;
    } catch (CLException e) {
      if (!required && e.getStatus() == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE) return false;
      throw Failures.translate(device, "running the kernel " + name, e);
    }
  }

  private cl_command_queue current() {
    return times == null ? plain : timed;
  }

  /**
   * Copies a Java array to the device, to byte {@code at} and on. The device takes it when its turn comes; the array may
   * be changed at once.
   */
  synchronized void write(cl_mem to, long at, Storage from) {
    long bytes = (long) from.size() * from.dtype().bytes();
    if (bytes == 0) return;
    traffic = traffic.plus(0, bytes);
    try {
      if (bytes > Staging.LARGEST) {
        clEnqueueWriteBuffer(current(), to, true, at, bytes, BufferStorage.bytes(from), 0, null, null);
        return;
      }
      var copy = staging.copy(from);
      var event = new cl_event();
      clEnqueueWriteBuffer(current(), to, false, at, bytes, Pointer.to(copy), 0, null, event);
      staging.lend(copy, event);
    } catch (CLException e) {
      throw Failures.translate(device, "writing " + bytes + " bytes", e);
    }
  }

  /** Copies {@code bytes} bytes from the device, from byte {@code at} on, to a Java array; waits for them. */
  synchronized void read(cl_mem from, long at, Pointer to, long bytes) {
    if (bytes == 0) return;
    traffic = traffic.plus(bytes, 0);
    try {
      clEnqueueReadBuffer(current(), from, true, at, bytes, to, 0, null, null);
    } catch (CLException e) {
      throw Failures.translate(device, "reading " + bytes + " bytes", e);
    }
  }

  synchronized Traffic traffic() {
    return traffic;
  }

  /** A new buffer, or null when the device has no room for it. */
  synchronized cl_mem create(long bytes) {
    try {
      return clCreateBuffer(context, CL_MEM_READ_WRITE, bytes, null, null);
    } catch (CLException e) {
      if (e.getStatus() == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE || e.getStatus() == CL.CL_OUT_OF_RESOURCES
          || e.getStatus() == CL.CL_OUT_OF_HOST_MEMORY) return null;
      throw Failures.translate(device, "allocating " + bytes + " bytes", e);
    }
  }

  synchronized void free(cl_mem buffer) {
    clReleaseMemObject(buffer);
  }

  synchronized void finish() {
    try {
      clFinish(current());
    } catch (CLException e) {
      throw Failures.translate(device, "finishing its work", e);
    }
  }

  /** From now on each kernel is timed by the device. */
  @SuppressWarnings("deprecation")
  synchronized void startTiming() {
    if (times != null) throw new IllegalStateException(device + " is timed already: kernels have one clock");
    finish();
    if (timed == null) timed = clCreateCommandQueue(context, hardware.id(), CL.CL_QUEUE_PROFILING_ENABLE, null);
    times = new Times();
  }

  synchronized Times stopTiming() {
    finish();
    var result = times;
    times = null;
    return result.read();
  }
}
