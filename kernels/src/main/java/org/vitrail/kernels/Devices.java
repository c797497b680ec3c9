package org.vitrail.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The devices of this machine, offered by {@link Device.Provider}s, which are asked when somebody wants one of theirs: a
 * program that computes on {@code cpu} loads no GPU driver. Where the vector module is missing, {@code cpu} computes
 * with the scalar kernels and says so once, on standard error.
 */
public final class Devices {
  private static final ScopedValue<Device> CURRENT = ScopedValue.newInstance();
  private static final Device SCALAR =
      new HostDevice("scalar", () -> "scalar kernels, the specification", new ScalarKernels());
  private static final List<Offer> OFFERS = ServiceLoader.load(Device.Provider.class, Devices.class.getClassLoader())
      .stream().map(ServiceLoader.Provider::get).map(Offer::new).toList();

  /** Where new tensors go outside every {@link #on}; null until somebody asks. */
  private static volatile Device standing;

  private Devices() {}

  /** A provider and, once asked, its devices. */
  private static final class Offer {
    private final Device.Provider provider;
    private List<Device> devices;

    Offer(Device.Provider provider) {
      this.provider = provider;
    }

    synchronized List<Device> devices() {
      if (devices == null) devices = List.copyOf(provider.devices());
      return devices;
    }

    /** The device called {@code name}; a name without a number means the first. */
    Device named(String name) {
      return devices().stream().filter(d -> d.name().equals(name) || d.name().equals(name + ":0")).findFirst()
          .orElse(null);
    }

    String problem() {
      devices();
      return provider.problem();
    }
  }

  /** All devices, {@code cpu} first, {@code scalar} last. */
  public static List<Device> all() {
    var all = new ArrayList<>(List.of(cpu()));
    OFFERS.stream().flatMap(offer -> offer.devices().stream()).filter(device -> device != cpu()).forEach(all::add);
    all.add(SCALAR);
    return List.copyOf(all);
  }

  /** Why a backend is missing, and the remedy; one sentence each. */
  public static List<String> problems() {
    return OFFERS.stream().map(Offer::problem).filter(Objects::nonNull).toList();
  }

  /** Why there is no proper device called {@code name}, and the remedy. */
  public static Optional<String> problem(String name) {
    return offering(name).map(Offer::problem).filter(Objects::nonNull).findFirst();
  }

  /**
   * The device called {@code name}: {@code cpu}, {@code scalar}, {@code opencl:1}; {@code opencl} is the first of those;
   * in capitals or not.
   *
   * @throws IllegalArgumentException if it is not here, with the reason where there is one
   */
  public static Device named(String name) {
    return known(name.toLowerCase(Locale.ROOT));
  }

  private static Device known(String name) {
    if (name.equals("cpu")) return cpu();
    if (name.equals("scalar")) return SCALAR;
    return offering(name).map(offer -> offer.named(name)).filter(Objects::nonNull).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no device '" + name + "' here"
            + problem(name).map(reason -> ": " + reason).orElse("")
            + "; there are " + all().stream().map(Device::name).collect(Collectors.joining(", "))));
  }

  private static Stream<Offer> offering(String name) {
    return OFFERS.stream().filter(offer -> offer.provider.names(name));
  }

  private static Device cpu() {
    return Processor.DEVICE;
  }

  /** Where new tensors go: the device of the innermost {@link #on}, or {@code -Dvitrail.device}, or {@code cpu}. */
  public static Device current() {
    return CURRENT.isBound() ? CURRENT.get() : standing();
  }

  private static Device standing() {
    if (standing == null) standing = named(System.getProperty("vitrail.device", "cpu"));
    return standing;
  }

  /** Runs {@code body} with {@code device} as the current one. */
  public static <T, X extends Throwable> T on(Device device, ScopedValue.CallableOp<T, X> body) throws X {
    return ScopedValue.where(CURRENT, device).call(body);
  }

  private static final class Processor {
    static final Device DEVICE = find();

    private static Device find() {
      return offering("cpu").map(offer -> offer.named("cpu")).filter(Objects::nonNull).findFirst().orElseGet(() -> {
        problem("cpu").ifPresent(problem -> System.err.println("vitrail: " + problem));
        return new HostDevice("cpu", () -> "scalar kernels (slow)", SCALAR.kernels());
      });
    }
  }
}
