package org.vitrail.kernels.gemm;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;
import org.vitrail.kernels.opencl.TensorCores;

/** Products on the tensor cores of NVIDIA devices, operands rounded to bfloat16, see {@code tensor.cl}. */
record TensorProduct(OpenClDevice cl, TensorCores cores) {
  /** Rows and columns of C that a group makes. */
  static final int BLOCK = 128;
  private static final int TILE = 16;
  private static final int TILES = BLOCK / TILE;
  private static final int WARP = 32;
  private static final int GROUP = 256;
  /** Tiles along k of one step. */
  private static final int DEPTH = 2;
  /** Numbers of 32 bits that a work-item has of one tile. */
  private static final int FRAGMENT = 4;
  private static final Source SOURCE = GemmOpenCl.source("tensor.cl").including(OpenClDevice.class, "mma.cl").of(DType.F32);

  void multiply(Product p, int parts) {
    int kTiles = Math.max(1, Math.ceilDiv(Math.ceilDiv(p.k(), TILE), DEPTH)) * DEPTH;
    int rowTiles = Math.ceilDiv(p.m(), BLOCK) * TILES;
    int columnTiles = Math.ceilDiv(p.n(), BLOCK) * TILES;
    var a = pack(p, p.a(), 0, p.m(), p.a().stride(-2), p.a().stride(-1), rowTiles, kTiles);
    var b = pack(p, p.b(), 1, p.n(), p.b().stride(-1), p.b().stride(-2), columnTiles, kTiles);
    int stretch = Math.ceilDiv(Math.ceilDiv(kTiles, parts), DEPTH) * DEPTH;
    Parts.of(cl, p, Math.ceilDiv(kTiles, stretch)).run((sums, count, apart) -> {
      var launch = cl.kernel(source(sums.activation()), "multiply_tiles").arg(a).arg(b).arg(sums.c())
          .arg(sums.c().stride(-2));
      sums.epilogue(launch).arg(sums.m()).arg(sums.n()).arg(rowTiles).arg(columnTiles).arg(kTiles)
          .arg((float) sums.epilogue().alpha()).arg(sums.epilogue().accumulate()).arg(sums.batches()).arg(sums.count())
          .arg(stretch).arg(apart).local(cores.scratch(GROUP))
          .grid(new long[] {columnTiles / TILES, rowTiles / TILES, (long) sums.count() * count}, new int[] {GROUP, 1, 1});
    });
    cl.recycle(a.storage(), "packed tiles");
    cl.recycle(b.storage(), "packed tiles");
  }

  private Source source(String activation) {
    return cores.in(SOURCE.with("F", activation));
  }

  private View pack(Product p, View x, int which, int rows, int rowStep, int kStep, int rowTiles, int kTiles) {
    int fragments = Math.multiplyExact(Math.multiplyExact(p.count(), rowTiles), kTiles * WARP);
    var packed = View.of(cl.allocate(DType.I32, Math.multiplyExact(fragments, FRAGMENT)), fragments * FRAGMENT);
    cl.kernel(source("IDENTITY_0"), "pack_tiles").arg(x).arg(rowStep).arg(kStep).arg(packed).arg(rows).arg(p.k()).arg(rowTiles)
        .arg(kTiles).arg(p.batches()).arg(which).arg(fragments).items(fragments);
    return packed;
  }
}
