package org.vitrail.kernels.gemm;

import org.vitrail.kernels.Precision;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/** Products in tiles of local memory and registers, see {@code tiled.cl}. */
record TiledProduct(OpenClDevice cl, Precision precision) {
  private static final Source SOURCE = GemmOpenCl.source("tiled.cl");
  /** The most numbers that one load reads. */
  private static final int VECTOR = 4;
  /** Of a work-item where two groups of 256 share the 65,536 registers of a multiprocessor. */
  private static final int REGISTERS = 128;

  void multiply(Product p, ClTile tile) {
    int stretch = Math.max(1, Math.ceilDiv(Math.ceilDiv(p.k(), tile.parts()), tile.depth())) * tile.depth();
    Parts.of(cl, p, Math.ceilDiv(p.k(), stretch)).run((sums, parts, apart) -> run(sums, tile, stretch, parts, apart));
  }

  private void run(Product p, ClTile tile, int stretch, int parts, int apart) {
    boolean aAlongK = p.a().stride(-2) != 1;
    boolean bAlongN = p.b().stride(-1) == 1 || p.b().stride(-2) != 1;
    int vector = vector(p, tile, aAlongK, bAlongN);
    var source = SOURCE.of(p.dtype()).with("OPERAND", GemmOpenCl.operand(precision)).with("F", p.activation())
        .with("BM", tile.rows()).with("BN", tile.columns()).with("BK", tile.depth()).with("TM", tile.itemRows())
        .with("TN", tile.itemColumns()).with("A_ALONG_K", aAlongK ? 1 : 0).with("B_ALONG_N", bAlongN ? 1 : 0)
        .with("VEC", vector);
    if (fitsTwice(tile, vector)) source = source.option("-cl-nv-maxrregcount=" + REGISTERS);
    var launch = cl.kernel(source, "multiply").arg(p.a()).arg(p.a().stride(-2)).arg(p.a().stride(-1)).arg(p.b())
        .arg(p.b().stride(-2)).arg(p.b().stride(-1)).arg(p.c()).arg(p.c().stride(-2));
    p.epilogue(launch).arg(p.m()).arg(p.n()).arg(p.k()).arg(p.dtype(), p.epilogue().alpha())
        .arg(p.epilogue().accumulate()).arg(p.batches()).arg(p.count()).arg(stretch).arg(apart)
        .grid(new long[] {Math.ceilDiv(p.n(), tile.columns()), Math.ceilDiv(p.m(), tile.rows()),
            (long) p.count() * parts}, new int[] {tile.items(), 1, 1});
  }

  /**
   * Whether two groups fit a multiprocessor of an NVIDIA device with little or no spilling, so that one computes while the
   * other waits: the compiler would take some registers more and leave room for one.
   */
  private boolean fitsTwice(ClTile tile, int vector) {
    return cl.hardware().has("cl_nv_compiler_options") && vector == VECTOR && tile.depth() == 8 && tile.items() == 256;
  }

  /** Four where the operands' rows begin and end at multiples of four numbers and an item has so many to load. */
  private static int vector(Product p, ClTile tile, boolean aAlongK, boolean bAlongN) {
    boolean a = aAlongK ? p.a().stride(-1) == 1 && p.k() % VECTOR == 0 && p.a().stride(-2) % VECTOR == 0
        : p.m() % VECTOR == 0 && p.a().stride(-1) % VECTOR == 0;
    boolean b = bAlongN ? p.b().stride(-1) == 1 && p.n() % VECTOR == 0 && p.b().stride(-2) % VECTOR == 0
        : p.k() % VECTOR == 0 && p.b().stride(-1) % VECTOR == 0;
    boolean enough = Math.min(tile.rows(), tile.columns()) * tile.depth() % (VECTOR * tile.items()) == 0;
    return a && b && enough && p.beginsAtMultiples(0, p.a(), VECTOR) && p.beginsAtMultiples(1, p.b(), VECTOR) ? VECTOR : 1;
  }
}
