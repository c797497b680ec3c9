package org.vitrail.cli.options;

import org.vitrail.cli.console.UserError;
import org.vitrail.kernels.Workers;
import picocli.CommandLine.Option;

/** The flag of every command that computes. */
public final class ThreadsOption {
  @Option(names = "--threads", paramLabel = "N", description = "How many threads compute (one for each processor).")
  private Integer threads;

  public void apply() {
    if (threads == null) return;
    if (threads < 1) throw new UserError("--threads " + threads + " must be at least 1");
    Workers.resize(threads);
  }
}
