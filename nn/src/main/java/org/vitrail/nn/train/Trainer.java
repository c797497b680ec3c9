package org.vitrail.nn.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Prefetch;
import org.vitrail.nn.optim.Average;
import org.vitrail.nn.optim.Optimizer;

/**
 * The training loop: batch, loss, gradients, optimiser step, over and over, with metrics and checkpoints in a folder. A
 * run that was stopped, whenever and however, resumes with the bits it would have had.
 *
 * <pre>{@code
 * var batches = new Batches<>(data, 128, seed, Digit::collate);
 * var optimizer = new AdamW(Group.decaying(model.parameters().values(), 0.05, Group.MATRICES));
 * var plan = new Plan(1000, Schedule.cosine(1e-3, 0, 950).afterWarmup(50), seed).clipping(Clipping.byNorm(1));
 * var outcome = new Trainer<>(task, batches, optimizer, plan, Path.of("runs/digits")).train(interrupt);
 * }</pre>
 */
public final class Trainer<B> {
  private static final int DATA_THREADS = 2;
  private static final int BATCHES_AHEAD = 4;

  final Trainable<B> task;
  final Batches<?, B> batches;
  final Optimizer optimizer;
  final Plan plan;
  final Path folder;
  Average average;
  Progress progress = Progress.SILENT;
  Map<String, Object> settings = Map.of();

  public Trainer(Trainable<B> task, Batches<?, B> batches, Optimizer optimizer, Plan plan, Path folder) {
    this.task = task;
    this.batches = batches;
    this.optimizer = optimizer;
    this.plan = plan;
    this.folder = folder;
  }

  /** Keeps averaged weights and evaluates with them. */
  public Trainer<B> average(Average average) {
    this.average = average;
    return this;
  }

  public Trainer<B> progress(Progress progress) {
    this.progress = progress;
    return this;
  }

  /** Notes for {@link Checkpoint#settings}, from which a caller sets the same run up again; values that JSON knows. */
  public Trainer<B> settings(Map<String, Object> settings) {
    this.settings = settings;
    return this;
  }

  /**
   * Trains from the beginning, until the plan is done or {@code interrupt} is requested.
   *
   * @throws TrainingException if the folder holds checkpoints already, the loss is not finite, or nothing can be written
   */
  public Outcome train(Interrupt interrupt) {
    try (var store = new CheckpointStore(folder)) {
      var newest = CheckpointStore.newest(folder);
      if (newest.isPresent()) {
        throw new TrainingException(folder + " already holds " + newest.get().getFileName()
            + "; resume that run, or choose another folder");
      }
      return begin(store, interrupt);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Continues from the newest checkpoint of the folder; without one, trains from the beginning.
   *
   * @throws TrainingException if the checkpoint is of another run, the loss is not finite, or nothing can be written
   */
  public Outcome resume(Interrupt interrupt) {
    try (var store = new CheckpointStore(folder)) {
      var newest = CheckpointStore.newest(folder);
      return newest.isEmpty() ? begin(store, interrupt) : restore(store, Checkpoint.open(newest.get()), interrupt);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private TrainingException unusable(IOException e) {
    return new TrainingException("the run in " + folder + " cannot go on: " + CheckpointStore.reason(e)
        + "; its checkpoints are as they were", e);
  }

  private Outcome begin(CheckpointStore store, Interrupt interrupt) throws IOException {
    Files.deleteIfExists(folder.resolve(Metrics.FILE));
    return run(store, new Checkpoint(folder, 0, 0, plan.seed(), 0, null, settings), interrupt);
  }

  private Outcome restore(CheckpointStore store, Checkpoint from, Interrupt interrupt) throws IOException {
    if (from.seed() != plan.seed()) {
      throw new TrainingException(from.folder() + " was trained with seed " + from.seed() + ", not " + plan.seed()
          + "; resume it with its own seed");
    }
    load(from);
    optimizer.restore(from.optimizer());
    if (average != null) average.restore(from.averages());
    Metrics.copy(from.folder(), folder);
    return run(store, from, interrupt);
  }

  private void load(Checkpoint from) throws IOException {
    try {
      task.load(from.weights());
    } catch (IllegalArgumentException e) {
      throw new TrainingException(e.getMessage() + "; resume it with the sizes it has, or start a new run", e);
    }
  }

  private Outcome run(CheckpointStore store, Checkpoint from, Interrupt interrupt) throws IOException {
    try (var metrics = new Metrics(folder.resolve(Metrics.FILE));
        var data = new Prefetch<>(batches::get, from.batches(), BATCHES_AHEAD, DATA_THREADS)) {
      progress.started(from.step(), plan.steps());
      return new Run<>(this, store, metrics, data, from).until(interrupt);
    }
  }
}
