package org.vitrail.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The devices of this machine. Those of the SIMD backend are offered by a {@link Device.Provider}; where the vector
 * module is missing, {@code cpu} computes with the scalar kernels and says so once, on standard error.
 */
public final class Devices {
  private static final ScopedValue<Device> CURRENT = ScopedValue.newInstance();
  private static final List<String> PROBLEMS = new ArrayList<>();
  private static final Device SCALAR = new HostDevice("scalar", () -> "scalar kernels, the specification", new ScalarKernels());
  private static final List<Device> ALL = find();

  private Devices() {}

  private static List<Device> find() {
    var found = new ArrayList<Device>();
    for (var provider : ServiceLoader.load(Device.Provider.class, Devices.class.getClassLoader())) {
      found.addAll(provider.devices());
      if (provider.problem() != null) PROBLEMS.add(provider.problem());
    }
    if (found.stream().noneMatch(d -> d.name().equals("cpu"))) {
      found.addFirst(new HostDevice("cpu", () -> "scalar kernels (slow)", SCALAR.kernels()));
      PROBLEMS.forEach(problem -> System.err.println("vitrail: " + problem));
    }
    found.add(SCALAR);
    return List.copyOf(found);
  }

  /** All devices, {@code cpu} first, {@code scalar} last. */
  public static List<Device> all() {
    return ALL;
  }

  /** Why a backend is missing, and the remedy; one sentence each. */
  public static List<String> problems() {
    return List.copyOf(PROBLEMS);
  }

  /** The device called {@code name}. */
  public static Device named(String name) {
    return ALL.stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
        "no device '" + name + "' here; there are " + ALL.stream().map(Device::name).collect(Collectors.joining(", "))));
  }

  /** Where new tensors go: the device of the innermost {@link #on}, or {@code -Dvitrail.device}, or {@code cpu}. */
  public static Device current() {
    return CURRENT.isBound() ? CURRENT.get() : Default.DEVICE;
  }

  /** Runs {@code body} with {@code device} as the current one. */
  public static <T, X extends Throwable> T on(Device device, ScopedValue.CallableOp<T, X> body) throws X {
    return ScopedValue.where(CURRENT, device).call(body);
  }

  private static final class Default {
    static final Device DEVICE = named(System.getProperty("vitrail.device", "cpu"));
  }
}
