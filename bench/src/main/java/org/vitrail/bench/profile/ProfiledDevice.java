package org.vitrail.bench.profile;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Kernels;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.opencl.OpenClDevice;

/**
 * A device that computes as another does and times each call of a kernel: by its own clock where it has one, which
 * means that it is waited for after each.
 */
public final class ProfiledDevice implements Device {
  private final Device inner;
  private final Kernels kernels;

  public ProfiledDevice(Device inner, Profile profile) {
    this.inner = inner;
    this.kernels = Intercepted.by((family, method, arguments) -> {
      var target = Intercepted.invoke(family, inner.kernels());
      long nanos = nanos(inner, () -> Intercepted.invoke(method, target, arguments));
      profile.add(KernelCall.of(family.getName(), method, arguments), nanos);
    });
  }

  private static long nanos(Device device, Runnable call) {
    if (device instanceof OpenClDevice cl) return cl.timed(call).nanos();
    long start = System.nanoTime();
    call.run();
    device.finish();
    return System.nanoTime() - start;
  }

  @Override public String name() {
    return inner.name();
  }

  @Override public String description() {
    return inner.description();
  }

  @Override public Kernels kernels() {
    return kernels;
  }

  @Override public Storage allocate(DType dtype, int size) {
    return inner.allocate(dtype, size);
  }

  @Override public void recycle(Storage storage, String scope) {
    inner.recycle(storage, scope);
  }

  @Override public Precision precision() {
    return inner.precision();
  }

  @Override public void finish() {
    inner.finish();
  }
}
