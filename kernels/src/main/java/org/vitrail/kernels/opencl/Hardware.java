package org.vitrail.kernels.opencl;

import static org.jocl.CL.CL_DEVICE_TYPE_ALL;
import static org.jocl.CL.clGetDeviceIDs;
import static org.jocl.CL.clGetDeviceInfo;
import static org.jocl.CL.clGetPlatformIDs;
import static org.jocl.CL.clGetPlatformInfo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.vitrail.kernels.DeviceException;

/**
 * What a device says of itself.
 *
 * @param index its number among all devices of this machine
 * @param driver the version of its driver
 * @param memory bytes of global memory
 * @param maxAllocation bytes of the largest buffer
 * @param maxGroup work-items of the largest work-group
 * @param localMemory bytes of local memory of a work-group
 * @param hasLocalMemory whether it pays to share local memory in a group: a processor's is a part of the global one
 * @param capability of an NVIDIA device, such as 90 for 9.0; 0 for others
 */
public record Hardware(int index, cl_platform_id platformId, cl_device_id id, String platform, String name, String vendor,
    String driver, String version, boolean isCpu, long memory, long maxAllocation, int computeUnits, int clockMhz,
    int maxGroup, long localMemory, boolean hasLocalMemory, int capability, Set<String> extensions) {
  private static final int CL_DEVICE_NOT_FOUND = -1;
  private static final int CL_PLATFORM_NOT_FOUND_KHR = -1001;
  private static final int CL_DEVICE_COMPUTE_CAPABILITY_MAJOR_NV = 0x4000;
  private static final int CL_DEVICE_COMPUTE_CAPABILITY_MINOR_NV = 0x4001;

  /** Every device of every platform, GPUs before processors. */
  static List<Hardware> all() {
    CL.setExceptionsEnabled(true);
    return Signals.keep(Hardware::list);
  }

  private static List<Hardware> list() {
    var found = new ArrayList<Place>();
    DeviceException failure = null;
    for (var platform : platforms()) {
      try {
        for (var device : devices(platform)) found.add(new Place(platform, device, isCpu(device)));
      } catch (CLException e) {
        failure = Failures.translate("OpenCL", "listing the devices of a platform", e);
      }
    }
    if (found.isEmpty() && failure != null) throw failure;
    found.sort((a, b) -> Boolean.compare(a.isCpu, b.isCpu));
    return IntStream.range(0, found.size()).mapToObj(i -> of(i, found.get(i).platform, found.get(i).device)).toList();
  }

  private record Place(cl_platform_id platform, cl_device_id device, boolean isCpu) {}

  private static boolean isCpu(cl_device_id id) {
    return (number(id, CL.CL_DEVICE_TYPE) & CL.CL_DEVICE_TYPE_CPU) != 0;
  }

  private static cl_platform_id[] platforms() {
    var count = new int[1];
    try {
      clGetPlatformIDs(0, null, count);
      var ids = new cl_platform_id[count[0]];
      clGetPlatformIDs(ids.length, ids, null);
      return ids;
    } catch (CLException e) {
      if (e.getStatus() == CL_PLATFORM_NOT_FOUND_KHR) return new cl_platform_id[0];
      throw Failures.translate("OpenCL", "listing the platforms", e);
    }
  }

  private static cl_device_id[] devices(cl_platform_id platform) {
    var count = new int[1];
    try {
      clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, count);
      var ids = new cl_device_id[count[0]];
      clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, ids.length, ids, null);
      return ids;
    } catch (CLException e) {
      if (e.getStatus() == CL_DEVICE_NOT_FOUND) return new cl_device_id[0];
      throw e;
    }
  }

  private static Hardware of(int index, cl_platform_id platform, cl_device_id id) {
    try {
      return describe(index, platform, id);
    } catch (CLException e) {
      throw Failures.translate("opencl:" + index, "describing itself", e);
    }
  }

  private static Hardware describe(int index, cl_platform_id platform, cl_device_id id) {
    var extensions = Set.copyOf(List.of(text(id, CL.CL_DEVICE_EXTENSIONS).split("\\s+")));
    int capability = extensions.contains("cl_nv_device_attribute_query")
        ? (int) (10 * number(id, CL_DEVICE_COMPUTE_CAPABILITY_MAJOR_NV) + number(id, CL_DEVICE_COMPUTE_CAPABILITY_MINOR_NV))
        : 0;
    return new Hardware(index, platform, id, platformText(platform, CL.CL_PLATFORM_NAME), text(id, CL.CL_DEVICE_NAME),
        text(id, CL.CL_DEVICE_VENDOR), text(id, CL.CL_DRIVER_VERSION), text(id, CL.CL_DEVICE_VERSION),
        isCpu(id), number(id, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
        number(id, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE), (int) number(id, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
        (int) number(id, CL.CL_DEVICE_MAX_CLOCK_FREQUENCY), (int) number(id, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
        number(id, CL.CL_DEVICE_LOCAL_MEM_SIZE), hasLocalMemory(id), capability, extensions);
  }

  /** All but processors; with {@code -Dvitrail.opencl.local=true} those too, to run the kernels of GPUs in tests. */
  private static boolean hasLocalMemory(cl_device_id id) {
    var forced = System.getProperty("vitrail.opencl.local");
    return forced == null ? !isCpu(id) : Boolean.parseBoolean(forced);
  }

  private static String text(cl_device_id id, int what) {
    var size = new long[1];
    clGetDeviceInfo(id, what, 0, null, size);
    var bytes = new byte[(int) size[0]];
    clGetDeviceInfo(id, what, bytes.length, Pointer.to(bytes), null);
    return text(bytes);
  }

  private static String platformText(cl_platform_id id, int what) {
    var size = new long[1];
    clGetPlatformInfo(id, what, 0, null, size);
    var bytes = new byte[(int) size[0]];
    clGetPlatformInfo(id, what, bytes.length, Pointer.to(bytes), null);
    return text(bytes);
  }

  private static String text(byte[] zeroTerminated) {
    return new String(zeroTerminated, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  /** A property of 4 or 8 bytes. */
  private static long number(cl_device_id id, int what) {
    var bytes = new byte[8];
    clGetDeviceInfo(id, what, bytes.length, Pointer.to(bytes), null);
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong();
  }

  public boolean has(String extension) {
    return extensions.contains(extension);
  }

  /** Whether it computes with 64-bit floating point. */
  public boolean hasDoubles() {
    return has("cl_khr_fp64");
  }

  /** Everything, for a person or a program that lists devices. */
  SequencedMap<String, Object> details() {
    var details = new LinkedHashMap<String, Object>();
    details.put("platform", platform);
    details.put("vendor", vendor);
    details.put("driver", driver);
    details.put("version", version);
    details.put("memory_mib", memory >> 20);
    details.put("largest_buffer_mib", maxAllocation >> 20);
    details.put("compute_units", computeUnits);
    details.put("clock_mhz", clockMhz);
    details.put("largest_work_group", maxGroup);
    details.put("local_memory_kib", localMemory >> 10);
    if (capability > 0) details.put("compute_capability", capability / 10 + "." + capability % 10);
    details.put("extensions", String.join(" ", new TreeSet<>(extensions)));
    return details;
  }

  /** Work-items that best share the work on a row: on a processor, where a group is a loop, only a few. */
  public int team() {
    return hasLocalMemory ? Integer.highestOneBit(Math.min(256, maxGroup)) : 16;
  }
}
