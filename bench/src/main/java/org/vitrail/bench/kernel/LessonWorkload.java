package org.vitrail.bench.kernel;

import org.vitrail.bench.Backend;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Kernels;
import org.vitrail.kernels.ScalarKernels;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.gemm.lessons.Lesson;
import org.vitrail.tensor.Tensor;

/** A product of square matrices as a {@link Lesson} computes it, on one thread: what each step towards the best is worth. */
record LessonWorkload(Lesson lesson, int n) implements Workload {

  /** Such as {@code lesson 4 register tile}: the name of its class in words. */
  @Override public String kernel() {
    return lesson.getClass().getSimpleName().replaceAll("([A-Z0-9])", " $1").toLowerCase().strip();
  }

  @Override public String shape() {
    return n + "x" + n + "x" + n;
  }

  @Override public boolean fits(Backend backend) {
    return backend.name().equals("simd");
  }

  @Override public Kernels kernels(Device device) {
    var k = new ScalarKernels();
    return new ScalarKernels(lesson, k.elementwise(), k.reductions(), k.softmax(), k.norms(), k.attention(), k.rotary(),
        k.indexing(), k.convolution(), k.optimizerSteps(), k.random());
  }

  private Call call(Tensor a, Tensor b) {
    var c = Operands.output(n, n);
    return new Call(kernels -> kernels.gemm().multiply(a.view(), b.view(), c.view(), Epilogue.NONE), c);
  }

  @Override public Call prepare() {
    return call(Operands.uniform("a", n, n), Operands.uniform("b", n, n));
  }

  @Override public void verify(Device device) {
    Devices.on(device, () -> {
      var a = Operands.uniform("a", n, n);
      var b = Operands.uniform("b", n, n);
      var call = call(a, b);
      call.body().accept(kernels(device));
      Proof.product(kernel() + " " + shape(), a.unsqueeze(0), b.unsqueeze(0), call.outputs().getFirst().unsqueeze(0));
      return null;
    });
  }
}
