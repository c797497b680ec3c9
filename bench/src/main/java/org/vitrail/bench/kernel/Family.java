package org.vitrail.bench.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrail.kernels.gemm.lessons.Lesson;

/** The families of kernels, and what is measured of each. */
public enum Family {
  /** Products: cubes, the shapes of transformers, batches, a matrix and a vector; the lessons. */
  GEMM {
    @Override public List<Workload> workloads(Extent extent) {
      if (extent == Extent.LARGE) return large();
      boolean quick = extent == Extent.QUICK;
      var all = cubes(quick ? new int[] {128, 512, 1024} : new int[] {64, 128, 256, 512, 1024, 2048});
      for (var shape : quick ? TRANSFORMER.subList(0, 1) : TRANSFORMER) {
        for (var layout : LAYOUTS) all.add(GemmWorkload.of(layout, shape[0], shape[1], shape[2]));
      }
      all.add(GemmWorkload.of("NT", 6304, 192, 768).withGelu());
      all.add(GemmWorkload.of("NN", 64, 64, 64).withBatch(96));
      if (!quick) all.add(GemmWorkload.of("NT", 197, 64, 197).withBatch(48));
      all.add(GemmWorkload.of("NT", 1, 4096, 11_008));
      for (var lesson : Lesson.all()) all.add(new LessonWorkload(lesson, 512));
      return all;
    }

    /** The MLP of ViT-Tiny at a batch of 256, forward and one gradient of weights; that of a wider transformer. */
    private static List<Workload> large() {
      var all = cubes(1024, 2048, 4096);
      all.add(GemmWorkload.of("NT", 50_432, 192, 768).withGelu());
      all.add(GemmWorkload.of("NT", 50_432, 768, 192));
      all.add(GemmWorkload.of("TN", 192, 50_432, 768));
      all.add(GemmWorkload.of("NT", 16_384, 768, 3072));
      all.add(GemmWorkload.of("NN", 64, 64, 64).withBatch(1536));
      all.add(GemmWorkload.of("NT", 1, 4096, 11_008));
      return all;
    }

    private static List<Workload> cubes(int... sizes) {
      var all = new ArrayList<Workload>();
      for (int n : sizes) {
        for (var layout : LAYOUTS) all.add(GemmWorkload.of(layout, n, n, n));
      }
      return all;
    }
  },
  /** Attention at 12x1024x64, and as in the training steps. */
  ATTENTION {
    @Override public List<Workload> workloads(Extent extent) {
      var all = new ArrayList<Workload>();
      int batch = extent == Extent.LARGE ? 16 : 1;
      for (boolean backward : new boolean[] {false, true}) {
        all.add(new AttentionWorkload(batch, 12, 1024, 64, false, backward));
        all.add(new AttentionWorkload(batch, 12, 1024, 64, true, backward));
        if (extent == Extent.QUICK) continue;
        all.add(new AttentionWorkload(16 * batch, 3, 197, 64, false, backward));
        all.add(new AttentionWorkload(16 * batch, 6, 256, 64, true, backward));
      }
      return all;
    }
  },
  /** Everything that goes through its operands once, in the cache and in memory. */
  ELEMENTWISE {
    @Override public List<Workload> workloads(Extent extent) {
      var all = new ArrayList<Workload>();
      if (extent != Extent.LARGE) all.addAll(RowWorkload.all(16, 768));
      all.addAll(RowWorkload.all(32_768, 1024));
      return all;
    }
  };

  private static final List<String> LAYOUTS = List.of("NN", "NT", "TN");
  private static final List<int[]> TRANSFORMER = List.of(
      new int[] {6304, 192, 768}, new int[] {6304, 768, 192}, new int[] {512, 768, 3072}, new int[] {1024, 64, 1024});

  /** What is measured. */
  public abstract List<Workload> workloads(Extent extent);

  /** What the command line calls it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
