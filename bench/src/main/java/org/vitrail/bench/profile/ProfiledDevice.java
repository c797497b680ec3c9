package org.vitrail.bench.profile;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Kernels;
import org.vitrail.kernels.Storage;

/** A device that computes as another does and times each call of a kernel. */
public final class ProfiledDevice implements Device {
  private final Device inner;
  private final Kernels kernels;

  public ProfiledDevice(Device inner, Profile profile) {
    this.inner = inner;
    this.kernels = Intercepted.by((family, method, arguments) -> {
      var target = Intercepted.invoke(family, inner.kernels());
      long start = System.nanoTime();
      Intercepted.invoke(method, target, arguments);
      long nanos = System.nanoTime() - start;
      profile.add(KernelCall.of(family.getName(), method, arguments), nanos);
    });
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
}
