package org.vitrail.bench.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.HostDevice;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.ScalarKernels;
import org.vitrail.kernels.View;
import org.vitrail.kernels.attention.Attention;
import org.vitrail.kernels.attention.AttentionScalar;
import org.vitrail.kernels.gemm.Gemm;
import org.vitrail.kernels.gemm.GemmScalar;
import org.vitrail.kernels.gemm.lessons.Lesson;
import org.vitrail.kernels.optim.OptimizerSteps;

class VerificationTest {
  private static final ScalarKernels RIGHT = new ScalarKernels();

  private static Device device(Gemm gemm, Attention attention, OptimizerSteps steps) {
    return new HostDevice("planted", () -> "wrong in one place", new ScalarKernels(gemm, RIGHT.elementwise(),
        RIGHT.reductions(), RIGHT.softmax(), RIGHT.norms(), attention, RIGHT.rotary(), RIGHT.indexing(),
        RIGHT.convolution(), steps, RIGHT.random()));
  }

  private static void spoil(View view, int element) {
    var storage = view.storage();
    storage.set(view.offset() + element, storage.get(view.offset() + element) + 0.01);
  }

  /** Wrong only in products of more than 100 rows, which the comparison with the scalar kernel does not reach. */
  private static final Gemm WRONG_GEMM = (a, b, c, epilogue) -> {
    new GemmScalar().multiply(a, b, c, epilogue);
    if (c.dim(1) > 100) spoil(c, c.size() / 2 + 5);
  };

  @Test void oneWrongElementOfALargeProductIsFoundByARandomVector() {
    var device = device(WRONG_GEMM, RIGHT.attention(), RIGHT.optimizerSteps());
    for (var layout : List.of("NN", "NT", "TN")) {
      assertDoesNotThrow(() -> GemmWorkload.of(layout, 100, 120, 90).verify(device));
      var wrong = assertThrows(WrongResultException.class,
          () -> GemmWorkload.of(layout, 101, 120, 90).verify(device));
      assertTrue(wrong.getMessage().startsWith("gemm " + layout + " 101x120x90: row 50 of C·x is "), wrong.getMessage());
    }
  }

  @Test void aWrongGradientOfAttentionIsFound() {
    var wrong = new Attention() {
      @Override public void forward(View q, View k, View v, View mask, double scale, boolean causal, View o,
          View m, View l) {
        new AttentionScalar().forward(q, k, v, mask, scale, causal, o, m, l);
      }

      @Override public void backward(View q, View k, View v, View mask, double scale, boolean causal, View o, View m,
          View l, View dO, View dq, View dk, View dv) {
        new AttentionScalar().backward(q, k, v, mask, scale, causal, o, m, l, dO, dq, dk, dv);
        spoil(dk, 7);
      }
    };
    var device = device(RIGHT.gemm(), wrong, RIGHT.optimizerSteps());
    assertDoesNotThrow(() -> new AttentionWorkload(1, 1, 20, 8, true, false).verify(device));
    var e = assertThrows(WrongResultException.class,
        () -> new AttentionWorkload(1, 1, 20, 8, true, true).verify(device));
    assertTrue(e.getMessage().contains("output 4: element 7 is"), e.getMessage());
  }

  @Test void anOptimizerThatForgetsItsMomentumIsFound() {
    var device = device(RIGHT.gemm(), RIGHT.attention(), (p, g, m, v, step) ->
        RIGHT.optimizerSteps().adamW(p, g, View.of(g.storage(), m.shape()), v, step));
    assertThrows(WrongResultException.class, () -> RowWorkload.named("adamw", 5, 70).verify(device));
  }

  @Test void everyKernelOfThisMachineIsRight() {
    var small = Stream.concat(RowWorkload.all(5, 70).stream(), Stream.of(
        GemmWorkload.of("NN", 40, 50, 60), GemmWorkload.of("NT", 40, 50, 60).withGelu(),
        GemmWorkload.of("TN", 9, 17, 33).withBatch(4), new AttentionWorkload(2, 2, 50, 16, true, true)));
    for (var workload : small.toList()) {
      workload.verify(Devices.named("cpu"));
      Devices.problem("opencl").ifPresentOrElse(System.err::println, () -> {
        workload.verify(Devices.named("opencl"));
        workload.verify(Devices.named("opencl").in(Precision.BF16));
      });
    }
    Lesson.all().forEach(lesson -> new LessonWorkload(lesson, 50).verify(Devices.named("cpu")));
  }

  @Test void lessonsHaveTheirNamesInWords() {
    assertEquals(List.of("lesson 1 naive", "lesson 2 blocked", "lesson 3 packed", "lesson 4 register tile"),
        Lesson.all().stream().map(lesson -> new LessonWorkload(lesson, 50).kernel()).toList());
  }

  @Test void everyFamilyNamesItsWorkloadsApart() {
    for (var family : Family.values()) {
      for (var extent : Extent.values()) {
        var names = names(family, extent);
        assertTrue(names.stream().distinct().count() == names.size(), names::toString);
      }
      assertTrue(names(family, Extent.FULL).containsAll(names(family, Extent.QUICK)));
    }
  }

  private static List<String> names(Family family, Extent extent) {
    return family.workloads(extent).stream().map(w -> w.kernel() + " " + w.shape()).toList();
  }
}
