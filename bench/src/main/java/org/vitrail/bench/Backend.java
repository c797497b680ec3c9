package org.vitrail.bench;

import java.util.stream.Collectors;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;

/** What computes, under the name of its kernels: {@code scalar}, {@code simd}, {@code opencl}. */
public record Backend(String name, Device device) {

  /**
   * The backend called {@code name}, or the device called so.
   *
   * @throws IllegalArgumentException if it is not here, with a sentence that says what is
   */
  public static Backend of(String name) {
    return switch (name) {
      case "simd", "cpu" -> {
        if (!Devices.problems().isEmpty()) throw new IllegalArgumentException(String.join("; ", Devices.problems()));
        yield new Backend("simd", Devices.named("cpu"));
      }
      case "opencl" -> Devices.all().stream().filter(device -> device.name().startsWith("opencl")).findFirst()
          .map(device -> new Backend(name, device)).orElseThrow(() -> new IllegalArgumentException(
              "no OpenCL device is here; there are " + Devices.all().stream().map(Device::name)
                  .collect(Collectors.joining(", "))));
      default -> new Backend(name, Devices.named(name));
    };
  }
}
