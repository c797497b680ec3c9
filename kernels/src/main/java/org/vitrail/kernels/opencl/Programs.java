package org.vitrail.kernels.opencl;

import static org.jocl.CL.CL_PROGRAM_BINARIES;
import static org.jocl.CL.CL_PROGRAM_BINARY_SIZES;
import static org.jocl.CL.CL_PROGRAM_BUILD_LOG;
import static org.jocl.CL.clBuildProgram;
import static org.jocl.CL.clCreateKernel;
import static org.jocl.CL.clCreateProgramWithBinary;
import static org.jocl.CL.clCreateProgramWithSource;
import static org.jocl.CL.clGetProgramBuildInfo;
import static org.jocl.CL.clGetProgramInfo;
import static org.jocl.CL.clReleaseProgram;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;
import org.vitrail.kernels.DeviceException;

/** The kernels of a device, each built when it is first wanted; what was built is kept on disk. */
final class Programs {
  private record Name(Source source, String kernel) {}

  private final String device;
  private final Queue queue;
  private final BinaryCache cache;
  private final Map<Source, cl_program> programs = new HashMap<>();
  private final Map<Name, cl_kernel> kernels = new HashMap<>();

  Programs(String device, Queue queue) {
    this.device = device;
    this.queue = queue;
    this.cache = BinaryCache.of(queue.hardware);
  }

  synchronized cl_kernel kernel(Source source, String name) {
    return kernels.computeIfAbsent(new Name(source, name), wanted -> {
      try {
        return clCreateKernel(programs.computeIfAbsent(source, this::build), name, null);
      } catch (CLException e) {
        throw Failures.translate(device, "looking for the kernel " + name + " in " + source.name(), e);
      }
    });
  }

  private cl_program build(Source source) {
    if (source.needsDoubles() && !queue.hardware.hasDoubles()) {
      throw new DeviceException(device + " has no 64-bit floating point: compute in F32, or on --device cpu");
    }
    if (!cache.isUsed()) return compile(source);
    var program = cache.find(source).map(binary -> load(source, binary)).orElse(null);
    if (program != null) return program;
    program = compile(source);
    cache.keep(source, binary(program));
    return program;
  }

  /** The program that was built before; null where the driver refuses it. */
  private cl_program load(Source source, byte[] binary) {
    cl_program program = null;
    try {
      program = clCreateProgramWithBinary(queue.context, 1, devices(), new long[] {binary.length},
          new byte[][] {binary}, new int[1], null);
      clBuildProgram(program, 1, devices(), source.buildOptions(), null, null);
      return program;
    } catch (CLException refused) {
      if (program != null) clReleaseProgram(program);
      return null;
    }
  }

  private cl_program compile(Source source) {
    cl_program program = null;
    try {
      program = clCreateProgramWithSource(queue.context, 1, new String[] {source.text()}, null, null);
      clBuildProgram(program, 1, devices(), source.buildOptions(), null, null);
      return program;
    } catch (CLException e) {
      var log = program == null ? "" : log(program);
      if (program != null) clReleaseProgram(program);
      throw new DeviceException("the driver of " + device + " (" + queue.hardware.name() + ", " + queue.hardware.driver()
          + ") cannot build the kernels " + source.name() + " with " + source.buildOptions()
          + ": update it, compute on --device cpu, or report its log:\n" + log, e);
    }
  }

  private cl_device_id[] devices() {
    return new cl_device_id[] {queue.hardware.id()};
  }

  private String log(cl_program program) {
    var size = new long[1];
    clGetProgramBuildInfo(program, queue.hardware.id(), CL_PROGRAM_BUILD_LOG, 0, null, size);
    var bytes = new byte[(int) size[0]];
    clGetProgramBuildInfo(program, queue.hardware.id(), CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null);
    return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  private static byte[] binary(cl_program program) {
    var size = new long[1];
    clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
    var binary = new byte[(int) size[0]];
    clGetProgramInfo(program, CL_PROGRAM_BINARIES, Sizeof.POINTER, Pointer.to(Pointer.to(binary)), null);
    return binary;
  }
}
