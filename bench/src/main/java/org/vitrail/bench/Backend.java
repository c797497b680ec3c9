package org.vitrail.bench;

import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.HostDevice;

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
        Devices.problem("cpu").ifPresent(problem -> {
          throw new IllegalArgumentException(problem);
        });
        yield new Backend("simd", Devices.named("cpu"));
      }
      default -> new Backend(name, Devices.named(name));
    };
  }

  /** Whether Java computes, with as many threads as it is told, once its compiler is done. */
  public boolean isHost() {
    return device instanceof HostDevice;
  }
}
