package org.vitrail.cli.options;

import java.util.Locale;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Precision;
import picocli.CommandLine.Option;

/** The flags of every command that computes: where, and how exactly. */
public final class DeviceOptions {
  @Option(names = "--device", paramLabel = "NAME",
      description = "Where to compute: cpu, opencl, opencl:1, … see vitrail devices (cpu).")
  private String device;

  @Option(names = "--precision", paramLabel = "P", defaultValue = "F32",
      description = "What the operands of products are rounded to on an OpenCL device: f32, bf16 or f16; everything "
          + "else stays F32 (f32).")
  private Precision precision;

  public Device device() {
    return (device == null ? Devices.current() : Devices.named(device)).in(precision);
  }

  /** The flags that ask for {@code device} again; none for the usual one. */
  public static String flags(Device device) {
    var name = device.name().equals("cpu") ? "" : " --device " + device.name();
    return device.precision() == Precision.F32 ? name : name + " --precision " + lower(device.precision());
  }

  /** Such as {@code opencl:0 in bf16}. */
  public static String words(Device device) {
    return device.precision() == Precision.F32 ? device.name() : device.name() + " in " + lower(device.precision());
  }

  private static String lower(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }
}
