package org.vitrail.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.vitrail.bench.OpenCl;
import org.vitrail.bench.Queued;
import org.vitrail.bench.limit.Cost;
import org.vitrail.bench.limit.Limits;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Kernels;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.optim.OptimizerSteps.AdamW;
import org.vitrail.tensor.Tensor;

class ProfileTest {
  private static Profile.Row only(Consumer<Kernels> call) {
    var rows = Profile.count(call);
    assertEquals(1, rows.size());
    return rows.getFirst();
  }

  @Test void aProductCountsItsOperationsAndItsThreeMatrices() {
    var a = Tensor.zeros(2, 3, 4);
    var b = Tensor.zeros(2, 5, 4).transpose(1, 2);
    var c = Tensor.zeros(2, 3, 5);
    var row = only(kernels -> kernels.gemm().multiply(a.view(), b.view(), c.view(), Epilogue.NONE));
    assertEquals("gemm NT 2x(3x4x5)", row.kernel() + " " + row.shape());
    assertEquals(new Cost(2 * 2 * 3 * 4 * 5, 4 * (24 + 40), 4 * 30), row.cost());
    var more = only(kernels -> kernels.gemm().multiply(a.view(), b.view(), c.view(), Epilogue.ACCUMULATE));
    assertEquals(row.cost().read() + 4 * 30, more.cost().read());
    var bias = Epilogue.bias(Tensor.zeros(5).view()).plus(Tensor.zeros(2, 3, 5).view());
    var fused = only(kernels -> kernels.gemm().multiply(a.view(), b.view(), c.view(), bias));
    assertEquals("gemm NT +bias +residual", fused.kernel());
    assertEquals(new Cost(row.cost().flops(), row.cost().read() + 4 * (5 + 30), 4 * 30), fused.cost());
  }

  @Test void causalAttentionCountsThePairsThatSeeEachOther() {
    var x = Tensor.zeros(1, 2, 10, 8).view();
    var row = Tensor.zeros(1, 2, 10).view();
    var full = only(kernels -> kernels.attention().forward(x, x, x, null, 1, false, x, row, row));
    var causal = only(kernels -> kernels.attention().forward(x, x, x, null, 1, true, x, row, row));
    assertEquals(4 * 2 * 100 * 8, full.cost().flops());
    assertEquals(4 * 2 * 55 * 8, causal.cost().flops());
  }

  @Test void whatIsUpdatedInPlaceCountsTwiceAndWhatRepeatsOnce() {
    var x = Tensor.zeros(6, 5);
    var step = new AdamW(1, 0, 0, 1, 0, 1, 1);
    assertEquals(new Cost(30, 4 * 4 * 30, 3 * 4 * 30),
        only(kernels -> kernels.optimizerSteps().adamW(x.view(), x.view(), x.view(), x.view(), step)).cost());
    var row = Tensor.zeros(5).expand(6, 5);
    assertEquals(new Cost(30, 4 * 5, 4 * 30), only(kernels -> kernels.elementwise().copy(row.view(), x.view())).cost());
  }

  @Test void aProfiledDeviceComputesAsTheOneBelowAndAddsUpItsCalls() {
    var profile = new Profile();
    var device = new ProfiledDevice(Devices.named("cpu"), profile);
    Devices.on(device, () -> {
      var x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
      assertEquals("[[ 7. 10.]\n [15. 22.]]", x.matmul(x).text());
      x.matmul(x);
      return null;
    });
    var products = profile.rows().stream().filter(row -> row.kernel().startsWith("gemm")).toList();
    assertEquals(1, products.size());
    assertEquals(2, products.getFirst().calls());
    assertTrue(products.getFirst().seconds() > 0);
    assertEquals(2 * 16, Profile.cost(products).flops());
    profile.clear();
    assertEquals(List.of(), profile.rows());
  }

  @Test void onAnOpenClDeviceItsOwnClockCounts() {
    var profile = new Profile();
    var device = new ProfiledDevice(OpenCl.device(), profile);
    long start = System.nanoTime();
    Devices.on(device, () -> {
      var x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
      assertEquals("[[2. 4.]\n [6. 8.]]", x.add(x).text());
      return null;
    });
    double most = (System.nanoTime() - start) / 1e9;
    var add = profile.rows().stream().filter(row -> row.kernel().equals("combine add")).findFirst().orElseThrow();
    assertEquals(1, add.calls());
    assertTrue(add.seconds() > 0 && add.seconds() < most, add::toString);
  }

  @Test void whoeverWaitsForAProfiledDeviceWaitsForTheOneBelow() {
    var below = new Queued(0);
    new ProfiledDevice(below, new Profile()).finish();
    assertEquals(1, below.waits());
  }

  @Test void theLimitOfManyCallsIsTheSumOfTheirLimits() {
    var limits = new Limits(1, 10, List.of(new Limits.Level("DRAM", Double.POSITIVE_INFINITY, 2, 2)));
    var rows = List.of(new Profile.Row("product", "", 3, 9, new Cost(100, 1, 1)),
        new Profile.Row("copy", "", 1, 9, new Cost(1, 4, 4)));
    assertEquals(3 * 10 + 4, Profile.limit(rows, limits));
  }
}
