package org.vitrail.kernels.gemm;

import java.util.Locale;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.View;
import org.vitrail.kernels.elementwise.ElementwiseOpenCl;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;
import org.vitrail.kernels.opencl.TensorCores;

/**
 * Products on an OpenCL device: in tiles of local memory on a GPU, in panels on a processor, and with operands in
 * bfloat16 on tensor cores where there are some. The tile is what {@code vitrail tune} found best for products of that
 * size, else what {@link TileChoice} expects to be.
 */
public final class GemmOpenCl implements Gemm {
  /** Below this size along m, n or k tensor cores would mostly multiply zeros. */
  private static final int WORTH_TENSORS = 48;

  private final OpenClDevice cl;
  private final TiledProduct tiled;
  private final DirectProduct direct;
  private final TileChoice choice;
  private final TensorProduct tensor;
  private final boolean roundsToBf16;

  public GemmOpenCl(OpenClDevice cl, Precision precision) {
    this.cl = cl;
    tiled = new TiledProduct(cl, precision);
    direct = new DirectProduct(cl, precision);
    choice = new TileChoice(cl);
    tensor = new TensorProduct(cl, new TensorCores(false));
    roundsToBf16 = precision == Precision.BF16;
  }

  /** The kernels of resource {@code name}, after the rounding of operands, the activations and the epilogue. */
  static Source source(String name) {
    return Source.of(GemmOpenCl.class, name).including(GemmOpenCl.class, "epilogue.cl")
        .including(GemmOpenCl.class, "operand.cl").including(ElementwiseOpenCl.class, "functions.cl");
  }

  /** The function of {@code operand.cl} that rounds to {@code precision}. */
  static String operand(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  @Override public void multiply(View a, View b, View c, Epilogue epilogue) {
    var product = Product.of(a, b, c, epilogue);
    if (product.count() == 0 || product.m() == 0 || product.n() == 0) return;
    if (!cl.hardware().hasLocalMemory()) direct.multiply(product);
    else if (suitsTensors(product)) tensor.multiply(product, choice.parts(product, TensorProduct.BLOCK));
    else tiled.multiply(product, choice.of(product));
  }

  private boolean suitsTensors(Product p) {
    return roundsToBf16 && p.dtype() == DType.F32 && Math.min(Math.min(p.m(), p.n()), p.k()) >= WORTH_TENSORS
        && TensorTrial.succeeds(cl);
  }
}
