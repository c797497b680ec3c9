package org.vitrail.nn.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Gradients;
import org.vitrail.nn.Mode;
import org.vitrail.nn.data.Prefetch;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.io.Safetensors;

/** A run under way: what {@link Trainer} sets up, and how far it has come. */
final class Run<B> {
  private final Trainer<B> trainer;
  private final Plan plan;
  private final CheckpointStore store;
  private final Metrics metrics;
  private final Prefetch<B> data;
  private final RandomStream random;
  private final double secondsBefore;
  /** Null where the loss is not scaled. */
  private final LossScale scale;
  private final long start = System.nanoTime();

  private int done;
  private long batches;
  private Path checkpoint;
  private SequencedMap<String, Double> measures = Collections.emptySortedMap();

  /** Starts from the state {@code from}; the parameters and the optimiser have it already. */
  Run(Trainer<B> trainer, CheckpointStore store, Metrics metrics, Prefetch<B> data, Checkpoint from) {
    this.trainer = trainer;
    this.plan = trainer.plan;
    this.store = store;
    this.metrics = metrics;
    this.data = data;
    this.random = RandomStream.of(plan.seed()).at("train");
    this.secondsBefore = from.seconds();
    this.scale = !plan.scalesLoss() ? null : from.lossScale() == null ? LossScale.first() : from.lossScale();
    this.done = from.step();
    this.batches = from.batches();
    this.checkpoint = from.step() > 0 ? from.folder() : null;
  }

  /** Trains until the plan is done or {@code interrupt} is requested; either way a checkpoint holds the end. */
  Outcome until(Interrupt interrupt) throws IOException {
    while (done < plan.steps() && !interrupt.isRequested()) {
      var step = step();
      trainer.progress.stepped(step);
      checkpoint = null;
      if (plan.evaluatesAfter(done)) evaluateAfter(step);
      metrics.add(line(step));
      if (plan.checkpointsAfter(done)) save();
    }
    boolean interrupted = done < plan.steps();
    if (checkpoint == null) save();
    if (!interrupted && measures.isEmpty()) evaluate();
    return new Outcome(done, interrupted, checkpoint, seconds(), measures);
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - start) / 1e9;
  }

  private Progress.Step step() {
    int number = done + 1;
    double rate = plan.schedule().rate(done);
    long begin = System.nanoTime();
    try {
      return Scope.call("step", () -> {
        var gradients = unscaled(gradients());
        double loss = gradients.loss().item();
        var clipped = plan.clipping().clip(trainer.optimizer.parameters(), gradients);
        if (scale == null) {
          requireFinite("loss", number, loss);
          requireFinite("length of the gradients", number, clipped.norm());
        }
        if (scale == null || scale.accept(loss + clipped.norm())) {
          trainer.optimizer.step(clipped.gradients(), clipped.scale(), rate);
          trainer.task.stepped();
          if (trainer.average != null) trainer.average.update();
        }
        done = number;
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Progress.Step(number, loss, rate, clipped.norm(),
            plan.accumulation() * trainer.batches.size() / seconds);
      });
    } catch (ArithmeticException e) {
      throw new TrainingException("step " + number + ": " + e.getMessage(), e);
    }
  }

  /** The mean loss and its gradients over the batches of one step. */
  private Gradients gradients() {
    Gradients sum = null;
    for (int i = 0; i < plan.accumulation(); i++) {
      var before = sum;
      sum = Scope.call("batch", () -> {
        var gradients = Mode.training(random.at("batch." + batches), this::ofBatch);
        return before == null ? gradients : before.plus(gradients);
      });
      batches++;
    }
    return sum;
  }

  private Gradients ofBatch() {
    var batch = data.next();
    if (batch instanceof Scope.Holder holder) holder.tensors().forEach(Scope::adopt);
    return trainer.task.gradients(batch, (scale == null ? 1 : scale.factor()) / plan.accumulation());
  }

  private Gradients unscaled(Gradients gradients) {
    if (scale == null) return gradients;
    double factor = 1 / scale.factor();
    var each = gradients.map((p, g) -> g.mul(factor));
    return each.withLoss(gradients.loss().mul(factor));
  }

  private static void requireFinite(String what, int step, double value) {
    if (Double.isFinite(value)) return;
    throw new TrainingException("step " + step + ": the " + what + " is " + value
        + "; lower the learning rate or clip the gradients, or let -Dvitrail.debug=1 name the operation that made it");
  }

  /** Evaluates; what was learnt is saved first if that fails. */
  private void evaluateAfter(Progress.Step step) throws IOException {
    try {
      evaluate();
    } catch (RuntimeException | Error e) {
      metrics.add(line(step));
      save();
      throw e;
    }
  }

  private void evaluate() {
    measures = Scope.call("evaluate", () -> trainer.average == null ? trainer.task.evaluate()
        : trainer.average.during(trainer.task::evaluate));
    trainer.progress.evaluated(done, measures);
  }

  private Map<String, Object> line(Progress.Step step) {
    var line = new LinkedHashMap<String, Object>();
    line.put("step", step.step());
    line.put("loss", step.loss());
    line.put("lr", step.rate());
    line.put("gradNorm", step.gradNorm());
    if (scale != null) line.put("lossScale", scale.factor());
    line.put("examplesPerSecond", step.examplesPerSecond());
    if (plan.evaluatesAfter(done) && !measures.isEmpty()) line.put("val", measures);
    return line;
  }

  private void save() {
    checkpoint = store.save(done, plan.keep(), this::write);
    trainer.progress.saved(done, checkpoint);
  }

  private void write(Path folder) throws IOException {
    trainer.task.save(folder);
    Safetensors.write(folder.resolve(Checkpoint.OPTIMIZER), trainer.optimizer.state(), Map.of());
    if (trainer.average != null) {
      Safetensors.write(folder.resolve(Checkpoint.AVERAGE), trainer.average.state(), Map.of());
    }
    Metrics.copy(trainer.folder, folder);
    new Checkpoint(folder, done, batches, plan.seed(), seconds(), scale, trainer.settings).writeState();
  }
}
