package org.vitrail.cli.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.Progress;
import org.vitrail.llm.checkpoint.HubCache;
import org.vitrail.llm.checkpoint.HubDownload;
import org.vitrail.llm.checkpoint.ModelFiles;
import picocli.CommandLine.Option;

/** The flag of every command that opens a model. */
public final class DownloadOption {
  @Option(names = "--download",
      description = "Fetch a model that is not in the cache from Hugging Face (HF_ENDPOINT, HF_TOKEN).")
  boolean download;

  /** The files that {@code model} means, which may be fetched first. */
  public ModelFiles find(String model, Console console) throws IOException {
    boolean isHere = Files.exists(Path.of(model)) || HubCache.of(System.getenv()).snapshot(model).isPresent();
    if (!download || isHere) return ModelFiles.find(model);
    try (var hub = HubDownload.of(System.getenv()); var shown = new Shown(console, model)) {
      return ModelFiles.find(hub.fetch(model, shown::fetched).toString());
    }
  }

  /** Progress in MiB, of which there is none before the server has said how many. */
  private static final class Shown implements AutoCloseable {
    private final Console console;
    private final String model;
    private Progress progress;
    private long last;

    Shown(Console console, String model) {
      this.console = console;
      this.model = model;
    }

    void fetched(long bytes, long of) {
      if (progress == null) progress = Progress.of(console, model, "MiB", 0, Math.ceilDiv(of, 1 << 20));
      long step = bytes == of ? Math.ceilDiv(of, 1 << 20) : bytes >> 20;
      if (step > last) progress.step(Progress.Step.of(last = step));
    }

    @Override public void close() {
      if (progress != null) progress.close();
    }
  }
}
