package org.vitrail.kernels.attention;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.Uploading;
import org.vitrail.kernels.opencl.OpenClDevice;

/** Attention in blocks of local memory, on any device; in small blocks, which a processor builds soonest. */
@BackendTest
class TiledAttentionClTest extends AttentionBackendTest {
  private static final ClBlock SMALL = new ClBlock(16, 8);

  @Override Attention tested() {
    return inBlocks(SMALL);
  }

  private static Attention inBlocks(ClBlock most) {
    var device = (OpenClDevice) Devices.named("opencl");
    var plans = new ClPlans(device, Precision.F32, Optional.of(most), false);
    return Uploading.of(device, Attention.class, new AttentionOpenCl(device, plans));
  }

  /** Of every remainder by four, and of more than 32 numbers, which a work-item has in several vectors. */
  @Override @Test void everyWidth() {
    int[][] widths = {{1, 7}, {15, 32}, {33, 65}, {80, 1}, {128, 40}};
    for (var width : widths) {
      check(new Problem(1, 2, 1, 20, 30, width[0], width[1], Mask.NONE, false, Layout.DENSE), 2);
    }
  }

  @Test void largeBlocks() {
    var large = new TiledAttentionClTest() {
      @Override Attention tested() {
        return inBlocks(ClBlock.LARGE);
      }
    };
    for (boolean causal : new boolean[] {false, true}) {
      large.check(new Problem(1, 2, 1, 130, 150, 64, 64, Mask.NONE, causal, Layout.DENSE), 3);
      large.check(new Problem(1, 2, 1, 130, 150, 64, 64, Mask.ONE_FOR_ALL_HEADS, causal, Layout.GAPS), 4);
    }
  }
}
