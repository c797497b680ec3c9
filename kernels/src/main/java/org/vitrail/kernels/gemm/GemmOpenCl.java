package org.vitrail.kernels.gemm;

import org.vitrail.kernels.View;
import org.vitrail.kernels.elementwise.ElementwiseOpenCl;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Precision;
import org.vitrail.kernels.opencl.Source;

/**
 * Products on an OpenCL device: in tiles of local memory on a GPU, in panels on a processor. The tile is what
 * {@code vitrail tune} found best for products of that size, else what {@link TileChoice} expects to be.
 */
public final class GemmOpenCl implements Gemm {
  private final OpenClDevice cl;
  private final TiledProduct tiled;
  private final DirectProduct direct;
  private final TileChoice choice;

  public GemmOpenCl(OpenClDevice cl, Precision precision) {
    this.cl = cl;
    tiled = new TiledProduct(cl, precision);
    direct = new DirectProduct(cl, precision);
    choice = new TileChoice(cl);
  }

  /** The kernels of resource {@code name}, after the activations and the rounding of operands. */
  static Source source(String name) {
    return Source.of(GemmOpenCl.class, name).including(GemmOpenCl.class, "operand.cl")
        .including(ElementwiseOpenCl.class, "functions.cl");
  }

  @Override public void multiply(View a, View b, View c, Epilogue epilogue) {
    var product = Product.of(a, b, c, epilogue);
    if (product.count() == 0 || product.m() == 0 || product.n() == 0) return;
    if (cl.hardware().hasLocalMemory()) tiled.multiply(product, choice.of(product));
    else direct.multiply(product);
  }

  /** The product in tiles of a given kind. */
  void multiply(View a, View b, View c, Epilogue epilogue, ClTile tile) {
    tiled.multiply(Product.of(a, b, c, epilogue), tile);
  }
}
