package org.vitrail.bench.train;

import java.io.Serializable;
import java.util.List;
import org.vitrail.bench.limit.Limits;
import org.vitrail.bench.profile.Profile;
import org.vitrail.bench.profile.ProfiledDevice;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.HostDevice;

/**
 * Where the time of a training step goes. On a device with a queue each kernel is timed by the device's clock, which
 * holds up the step; the time outside of kernels is then that in which the device has nothing to do.
 *
 * @param steps how many were watched
 * @param seconds they took together; what they take unwatched where watching holds them up
 * @param rows the calls of kernels in them
 */
public record StepProfile(int steps, double seconds, List<Profile.Row> rows) implements Serializable {
  private static final int WARM_UP = 2;

  /** Watches {@code steps} steps on {@code device} such as those of {@code report}. */
  static StepProfile measure(StepReport report, TrainingStep.Model model, Device device, int steps) {
    var profile = new Profile();
    var step = Devices.on(new ProfiledDevice(device, profile), () -> model.create(report.batch()));
    for (int i = 0; i < WARM_UP; i++) step.run();
    profile.clear();
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) step.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    double unwatched = device instanceof HostDevice ? seconds : steps * report.medianSeconds();
    return new StepProfile(steps, unwatched, profile.rows());
  }

  /** The calls of kernels of one step. */
  public List<Profile.Row> perStep() {
    return rows.stream().map(row -> row.over(steps)).toList();
  }

  /** Seconds of one step outside of kernels: the tape, memory, the optimiser's book-keeping. */
  public double outside() {
    return (seconds - rows.stream().mapToDouble(Profile.Row::seconds).sum()) / steps;
  }

  /** The least time in which the machine could do the kernels of one step. */
  public double limit(Limits limits) {
    return Profile.limit(perStep(), limits);
  }
}
