package org.vitrail.bench.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.bench.OpenCl;
import org.vitrail.bench.train.TrainingStep.Model;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Workers;

class StepReportTest {
  private static StepReport measure(Device device) {
    var heard = new ArrayList<Integer>();
    var report = Devices.on(device, () -> StepReport.measure(Model.VIT_SMALL, 3, 1, 2, (done, _) -> heard.add(done)));
    assertEquals(List.of(1, 2, 3), heard);
    assertEquals(3, report.batch());
    assertEquals(3 / report.medianSeconds(), report.examplesPerSecond(), 1e-9);
    assertTrue(report.lastLoss() < report.firstLoss(), report::toString);
    var profile = StepProfile.measure(report, Model.VIT_SMALL, device, 1);
    assertTrue(profile.rows().stream().allMatch(row -> row.seconds() > 0), () -> profile.rows().toString());
    assertTrue(profile.rows().stream().anyMatch(row -> row.kernel().startsWith("gemm")));
    return report;
  }

  @Test void aStepOfAnyBatchIsMeasuredOnTheProcessor() {
    var report = measure(Devices.named("cpu"));
    assertEquals(Workers.threads(), report.threads());
    assertEquals(0, report.deviceMemory());
  }

  @Test void aStepIsMeasuredOnAnOpenClDeviceAndItsKernelsByTheClockOfThat() {
    var device = OpenCl.device();
    var report = measure(device);
    assertEquals(0, report.threads());
    assertTrue(report.deviceMemory() > 4 * report.parameters(), report::toString);
  }
}
