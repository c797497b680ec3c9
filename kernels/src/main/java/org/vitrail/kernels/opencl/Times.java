package org.vitrail.kernels.opencl;

import static org.jocl.CL.CL_PROFILING_COMMAND_END;
import static org.jocl.CL.CL_PROFILING_COMMAND_START;
import static org.jocl.CL.clGetEventProfilingInfo;
import static org.jocl.CL.clReleaseEvent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;

/** How long kernels took by the device's own clock. */
public final class Times {
  /** All calls of one kernel. */
  public record Total(int calls, long nanos) {}

  private record Entry(String kernel, cl_event event) {}

  private final List<Entry> pending = new ArrayList<>();
  private final Map<String, Total> totals = new LinkedHashMap<>();

  void add(String kernel, cl_event event) {
    pending.add(new Entry(kernel, event));
  }

  /** Reads the clock of everything that was added; the device must have finished it. */
  Times read() {
    for (var entry : pending) {
      long nanos = time(entry.event, CL_PROFILING_COMMAND_END) - time(entry.event, CL_PROFILING_COMMAND_START);
      totals.merge(entry.kernel, new Total(1, nanos), (a, b) -> new Total(a.calls + b.calls, a.nanos + b.nanos));
      clReleaseEvent(entry.event);
    }
    pending.clear();
    return this;
  }

  private static long time(cl_event event, int what) {
    var nanos = new long[1];
    clGetEventProfilingInfo(event, what, Sizeof.cl_ulong, Pointer.to(nanos), null);
    return nanos[0];
  }

  /** By the name of the kernel, in the order of first calls. */
  public Map<String, Total> byKernel() {
    return Collections.unmodifiableMap(totals);
  }

  public long nanos() {
    return totals.values().stream().mapToLong(Total::nanos).sum();
  }
}
