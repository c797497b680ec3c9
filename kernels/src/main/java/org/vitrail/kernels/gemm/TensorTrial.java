package org.vitrail.kernels.gemm;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.DeviceException;
import org.vitrail.kernels.RemoteStorage;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.TensorCores;

/**
 * Whether the tensor cores of a device can be used: it is an NVIDIA one of compute capability 8.0 or more, its driver
 * takes the instruction, and a product of small integers, which bfloat16 holds, comes out exactly.
 */
public final class TensorTrial {
  private static final int CAPABILITY = 80;
  private static final int N = 64;
  private static final Map<Integer, Boolean> RESULTS = new ConcurrentHashMap<>();

  private TensorTrial() {}

  /** Tried once for each device. */
  public static boolean succeeds(OpenClDevice cl) {
    return cl.hardware().capability() >= CAPABILITY && RESULTS.computeIfAbsent(cl.hardware().index(), index -> attempt(cl));
  }

  private static boolean attempt(OpenClDevice cl) {
    try {
      if (isRight(cl, new TensorProduct(cl, new TensorCores(false)))) return true;
      System.err.println("vitrail: the tensor cores of " + cl.name() + " are not used: a trial product came out wrong");
    } catch (DeviceException refused) {
      System.err.println("vitrail: the tensor cores of " + cl.name() + " are not used: " + refused.getMessage());
    }
    return false;
  }

  private static boolean isRight(OpenClDevice cl, TensorProduct product) {
    var a = new float[N * N];
    var b = new float[N * N];
    for (int i = 0; i < N * N; i++) {
      a[i] = i * 7 % 13 - 6;
      b[i] = i * 5 % 11 - 5;
    }
    var left = loaded(cl, a);
    var right = loaded(cl, b);
    var c = View.of(cl.allocate(DType.F32, N * N), N, N);
    product.multiply(Product.of(left, right, c, Gemm.Epilogue.NONE), 1);
    var actual = c.storage().onHost();
    for (var view : List.of(left, right, c)) cl.recycle(view.storage(), "trial");
    for (int i = 0; i < N * N; i++) {
      float sum = 0;
      for (int k = 0; k < N; k++) sum += a[i / N * N + k] * b[k * N + i % N];
      if (actual.get(i) != sum) return false;
    }
    return true;
  }

  private static View loaded(OpenClDevice cl, float[] values) {
    var storage = (RemoteStorage) cl.allocate(DType.F32, values.length);
    storage.load(new Storage.Floats(values));
    return View.of(storage, N, N);
  }
}
