package org.vitrail.bench.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.vitrail.bench.limit.Limits.Level;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.DeviceException;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/** Measures what an OpenCL device can do, by its own clock, in a second or two: see {@code peaks.cl}. */
public final class OpenClPeaks {
  private static final Source SOURCE = Source.of(OpenClPeaks.class, "peaks.cl");
  static final Source TILES = Source.of(OpenClPeaks.class, "tiles.cl").including(OpenClDevice.class, "mma.cl");
  private static final int TENSOR_CAPABILITY = 80;
  private static final int WARP = 32;
  private static final int TILE_GROUP = 128;
  /** Products of tiles that a warp has under way. */
  private static final int TILE_CHAINS = 8;
  /** Of a 16×16 tile and a 16×8 one. */
  private static final double TILE_FLOPS = 2 * 16 * 16 * 8;
  /** Multiply-adds that {@code multiply_add} has under way for each lane. */
  private static final int CHAINS = 16;
  /** Vectors that a group goes through at a time. */
  private static final int BLOCK = 1024;
  private static final int GROUP = 256;
  private static final int GROUPS_OF_UNIT = 8;
  private static final double LEAST_SECONDS = 5e-3;
  private static final int ROUNDS = 5;
  private static final long WARM_UP_NANOS = 300_000_000;
  private static final long MEBI = 1 << 20;
  private static final long SMALLEST = 4 * MEBI;
  /** A size is taken to be in a cache where reading is so many times as fast as from memory. */
  private static final double NEARER = 1.3;

  private final OpenClDevice cl;
  private final boolean isCpu;
  /** Numbers of a vector where memory is measured. */
  private final int width;
  private final int group;
  private final int groups;
  private final View out;

  OpenClPeaks(OpenClDevice cl) {
    this.cl = cl;
    this.isCpu = cl.hardware().isCpu();
    this.width = isCpu ? 16 : 4;
    this.group = isCpu ? 1 : Math.min(GROUP, cl.hardware().maxGroup());
    this.groups = GROUPS_OF_UNIT * cl.hardware().computeUnits();
    int most = 16 * groups * Math.max(group, TILE_GROUP);
    this.out = View.of(cl.allocate(DType.F32, most), most);
  }

  /** The limits of {@code cl}: local memory where it has some, a cache where one shows, and the memory behind. */
  public static Limits measure(OpenClDevice cl) {
    return new OpenClPeaks(cl).measure();
  }

  private Limits measure() {
    warmUp();
    var levels = new ArrayList<Level>();
    if (!isCpu) levels.add(local());
    levels.addAll(memory());
    var widths = isCpu ? IntStream.of(8, 16) : IntStream.of(1, 2, 4);
    double flops = Math.max(tileFlops(), widths.mapToDouble(this::flops).max().orElseThrow());
    cl.recycle(out.storage(), "peaks");
    return new Limits(0, flops, List.copyOf(levels));
  }

  /** Until the clock of the device, which may have been idle, is as high as it gets. */
  private void warmUp() {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < WARM_UP_NANOS) flops(width);
  }

  private static Source source(int width) {
    return SOURCE.with("floatn", width == 1 ? "float" : "float" + width).with("BLOCK", BLOCK);
  }

  private double flops(int width) {
    double seconds = seconds(1000, n ->
        cl.kernel(source(width), "multiply_add").arg(n).arg(out).groups(groups, group));
    return 2.0 * CHAINS * width * groups * group / seconds;
  }

  /** Of tensor cores, where operands are in bfloat16 and the device has some; else 0. */
  private double tileFlops() {
    if (cl.precision() != Precision.BF16 || cl.hardware().capability() < TENSOR_CAPABILITY) return 0;
    try {
      return tileFlops(TILES);
    } catch (DeviceException refused) {
      return 0;
    }
  }

  double tileFlops(Source source) {
    double seconds = seconds(100, n ->
        cl.kernel(source.with("GROUP", TILE_GROUP), "multiply_tiles").arg(n).arg(out).groups(groups, TILE_GROUP));
    return TILE_CHAINS * TILE_FLOPS * groups * (TILE_GROUP / WARP) / seconds;
  }

  private double blockBytes() {
    return (double) BLOCK * width * Float.BYTES;
  }

  private Level local() {
    double moved = groups * blockBytes();
    double read = seconds(16, n -> cl.kernel(source(width), "read_local").arg(n).arg(out).groups(groups, group));
    double update = seconds(16, n -> cl.kernel(source(width), "update_local").arg(n).arg(out).groups(groups, group));
    return new Level("local", 0, moved / read, 2 * moved / update);
  }

  private List<Level> memory() {
    long most = Math.min(cl.hardware().maxAllocation(), cl.hardware().memory() / 8);
    long whole = Math.min(Long.highestOneBit(most), (isCpu ? 256 : 1024) * MEBI);
    var x = View.of(cl.allocate(DType.F32, (int) (whole / Float.BYTES)), (int) (whole / Float.BYTES));
    cl.kernels().elementwise().fill(1, x);
    var memory = level("DRAM", Double.POSITIVE_INFINITY, x, whole);
    Level cache = null;
    for (long size = SMALLEST; size <= whole / 4; size *= 2) {
      var level = level("cache", size, x, size);
      if (level.read() < NEARER * memory.read()) break;
      cache = cache == null ? level : new Level("cache", size, Math.max(cache.read(), level.read()),
          Math.max(cache.update(), level.update()));
    }
    cl.recycle(x.storage(), "peaks");
    return cache == null ? List.of(memory) : List.of(cache, memory);
  }

  /** A level that holds {@code size} bytes, measured on the first {@code bytes} of {@code x}. */
  private Level level(String name, double size, View x, long bytes) {
    int blocks = (int) (bytes / blockBytes());
    int once = Math.ceilDiv(blocks, groups);
    double moved = groups * blockBytes();
    double read = seconds(once, n ->
        cl.kernel(source(width), "read").arg(x).arg(blocks).arg(n).arg(out).groups(groups, group));
    double update = seconds(once, n ->
        cl.kernel(source(width), "update").arg(x).arg(blocks).arg(n).groups(groups, group));
    return new Level(name, size, moved / read, 2 * moved / update);
  }

  /** Seconds of one of the repetitions that {@code kernel} makes in a run, of which there are {@code least} or more. */
  private double seconds(int least, IntConsumer kernel) {
    int enough = Math.max(1, least);
    while (timed(enough, kernel) < LEAST_SECONDS && enough < 1 << 28) enough *= 2;
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) best = Math.min(best, timed(enough, kernel));
    return best / enough;
  }

  private double timed(int n, IntConsumer kernel) {
    return cl.timed(() -> kernel.accept(n)).nanos() / 1e9;
  }
}
