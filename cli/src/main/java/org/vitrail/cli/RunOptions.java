package org.vitrail.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.vitrail.nn.train.Checkpoint;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a training run is kept, and where its settings stand. */
final class RunOptions {
  @Option(names = "--out", paramLabel = "FOLDER", description = "Where the run is kept (runs/MODEL-DATA).")
  private Path out;

  @Option(names = "--config", paramLabel = "FILE",
      description = "Settings from a JSON file, {\"width\": 64, …}; flags on the command line go before it.")
  private Path config;

  @Option(names = "--resume", paramLabel = "FOLDER",
      description = "Continue the run in this folder with its own settings.")
  private Path resume;

  boolean resumes() {
    return resume != null;
  }

  /** @param name of a run for which the command line names no folder */
  Path folder(String name) {
    return resume != null ? resume : out != null ? out : Path.of("runs", name);
  }

  /** The settings of a resumed run, or those of a file that holds flags of {@code mixin}; null if there is neither. */
  Settings settings(CommandSpec mixin) throws IOException {
    if (resume == null) return config == null ? null : Settings.read(config).requireKnown(mixin);
    var checkpoint = Checkpoint.open(resume);
    return new Settings(checkpoint.folder().toString(), checkpoint.settings());
  }
}
