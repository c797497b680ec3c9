package org.vitrail.bench;

import java.util.Locale;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.HostDevice;
import org.vitrail.kernels.Precision;

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

  /** The same with operands of products in {@code precision}: {@code opencl bf16}. */
  public Backend in(Precision precision) {
    if (precision == Precision.F32) return this;
    return new Backend(name + " " + precision.name().toLowerCase(Locale.ROOT), device.in(precision));
  }

  /** Whether Java computes, with as many threads as it is told, once its compiler is done. */
  public boolean isHost() {
    return device instanceof HostDevice;
  }
}
