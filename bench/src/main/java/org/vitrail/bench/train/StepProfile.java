package org.vitrail.bench.train;

import java.io.Serializable;
import java.util.List;
import org.vitrail.bench.limit.Limits;
import org.vitrail.bench.profile.Profile;
import org.vitrail.bench.profile.ProfiledDevice;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;

/**
 * Where the time of a training step goes.
 *
 * @param steps how many were watched
 * @param seconds they took together
 * @param rows the calls of kernels in them
 */
public record StepProfile(int steps, double seconds, List<Profile.Row> rows) implements Serializable {
  private static final int WARM_UP = 2;

  /** Watches {@code steps} steps on {@code device}. */
  static StepProfile measure(TrainingStep.Model model, Device device, int steps) {
    var profile = new Profile();
    var step = Devices.on(new ProfiledDevice(device, profile), () -> model.create());
    for (int i = 0; i < WARM_UP; i++) step.run();
    profile.clear();
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) step.run();
    return new StepProfile(steps, (System.nanoTime() - start) / 1e9, List.copyOf(profile.rows()));
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
