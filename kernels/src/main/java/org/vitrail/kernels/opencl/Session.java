package org.vitrail.kernels.opencl;

import java.util.EnumMap;
import java.util.Map;
import org.vitrail.kernels.Precision;

/** What exists once a device is open: its queue, its memory, its programs, and the kernels of each precision. */
final class Session {
  final Queue queue;
  final Memory memory;
  final Programs programs;
  final Tuning tuning;
  private final Map<Precision, OpenClKernels> kernels = new EnumMap<>(Precision.class);

  Session(String device, Hardware hardware) {
    queue = new Queue(device, hardware);
    memory = new Memory(device, queue);
    programs = new Programs(device, queue);
    tuning = Tuning.of(hardware);
  }

  synchronized OpenClKernels kernels(OpenClDevice device) {
    return kernels.computeIfAbsent(device.precision(), precision -> new OpenClKernels(device));
  }
}
