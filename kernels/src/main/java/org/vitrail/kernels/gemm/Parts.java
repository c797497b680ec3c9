package org.vitrail.kernels.gemm;

import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/**
 * A product whose sum over k is cut into parts, so that a small C keeps a large device busy: each part makes a C of its
 * own, then {@code parts.cl} adds them in order and finishes.
 */
record Parts(OpenClDevice cl, Product product, int count) {
  private static final Source SOURCE = GemmOpenCl.source("parts.cl");

  /** Makes the parts of a product. */
  @FunctionalInterface
  interface Body {
    /**
     * @param sums the product to make; where there are several parts, without an epilogue and with the first part as C
     * @param parts how many there are
     * @param apart numbers from one part to the next
     */
    void run(Product sums, int parts, int apart);
  }

  static Parts of(OpenClDevice cl, Product product, int count) {
    return new Parts(cl, product, count);
  }

  void run(Body body) {
    var p = product;
    if (count <= 1) {
      body.run(p, 1, 0);
      return;
    }
    int size = Math.multiplyExact(Math.multiplyExact(p.count(), p.m()), p.n());
    var partial = View.of(cl.allocate(p.dtype(), Math.multiplyExact(count, size)), count * size);
    body.run(p.to(partial.storage()), count, size);
    add(partial, size);
    cl.recycle(partial.storage(), "parts of a product");
  }

  private void add(View partial, int size) {
    var p = product;
    var launch = cl.kernel(SOURCE.of(p.dtype()).with("F", p.activation()), "add_parts").arg(partial).arg(count).arg(size)
        .arg(p.c()).arg(p.c().stride(-2));
    p.epilogue(launch).arg(p.m()).arg(p.n()).arg(p.dtype(), p.epilogue().alpha()).arg(p.epilogue().accumulate())
        .arg(p.batches()).arg(size).items(size);
  }
}
