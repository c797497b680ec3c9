package org.vitrail.kernels;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.IdentityHashMap;
import java.util.Map;
import org.vitrail.kernels.gemm.Gemm.Epilogue;

/**
 * The kernels of a device with memory of its own, for operands in Java arrays: each call copies all memory there, runs
 * the kernel, and copies all memory back. Views that share memory here share it there.
 */
public final class Uploading {
  private final Device device;
  private final Map<Storage, RemoteStorage> copies = new IdentityHashMap<>();

  private Uploading(Device device) {
    this.device = device;
  }

  static Kernels kernels(Device device) {
    return proxy(Kernels.class, (family, _) -> of(device, family.getReturnType(), invoke(family, device.kernels())));
  }

  /** One family of kernels. */
  public static <T> T of(Device device, Class<T> family, Object kernels) {
    return proxy(family, (kernel, arguments) -> {
      new Uploading(device).run(kernel, kernels, arguments);
      return null;
    });
  }

  private void run(Method kernel, Object family, Object[] arguments) {
    var uploaded = arguments.clone();
    for (int i = 0; i < uploaded.length; i++) uploaded[i] = upload(uploaded[i]);
    invoke(kernel, family, uploaded);
    copies.forEach((host, remote) -> {
      var result = remote.onHost();
      System.arraycopy(array(result), 0, array(host), 0, host.size());
      device.recycle(remote, "test");
    });
  }

  private Object upload(Object argument) {
    return switch (argument) {
      case View v -> upload(v);
      case Epilogue e -> new Epilogue(e.alpha(), e.bias() == null ? null : upload(e.bias()), e.activation(),
          e.accumulate(), e.residual() == null ? null : upload(e.residual()));
      case null, default -> argument;
    };
  }

  private View upload(View v) {
    var copy = copies.computeIfAbsent(v.storage(), host -> {
      var remote = (RemoteStorage) device.allocate(host.dtype(), host.size());
      remote.load(host);
      return remote;
    });
    return new View(copy, v.offset(), v.shape(), v.strides());
  }

  private static Object array(Storage host) {
    return switch (host) {
      case Storage.Floats floats -> floats.array();
      case Storage.Doubles doubles -> doubles.array();
      case Storage.Ints ints -> ints.array();
      case RemoteStorage _ -> throw new AssertionError("not an array");
    };
  }

  private interface Answer {
    Object to(Method method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
        (_, method, arguments) -> answer.to(method, arguments)));
  }

  private static Object invoke(Method method, Object target, Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) throw cause;
      if (e.getCause() instanceof Error cause) throw cause;
      throw new IllegalStateException(e.getCause());
    }
  }
}
