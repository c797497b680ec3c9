package org.vitrail.cli.fusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.vitrail.cli.console.Progress;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.train.LearningRun;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.cli.train.TrainingShown;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.WarmUp;
import org.vitrail.nn.optim.Group;
import org.vitrail.vlm.cm3.Instruction.Task;
import org.vitrail.vlm.cm3.Instruction;
import org.vitrail.vlm.cm3.InstructionDocuments;
import org.vitrail.vlm.cm3.InstructionMeasures;
import org.vitrail.vlm.cm3.InstructionMeasures.Kind;
import org.vitrail.vlm.cm3.SceneInstructions;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.train.MixedTask;

/** A training run that tunes a CM3Leon to follow instructions, from the settings to the report. */
final class InstructRun extends LearningRun {
  private static final int HELD_OUT = 128;

  private final InstructOptions options;

  InstructRun(TrainingRun run, InstructOptions options) {
    super(run, options.learning);
    this.options = options;
  }

  @Override protected void check() {
    options.check();
  }

  @Override protected Map<String, Object> learn() throws IOException {
    var model = options.model(run);
    var source = InstructOptions.source(model);
    run.console().say("%,d instructions to learn from: %s; a model of %,d parameters, on %s".formatted(options.items,
        options.tasks().stream().map(Task::toString).collect(Collectors.joining(", ")),
        TrainingRun.parameters(model.decoder()), DeviceOptions.words(Devices.current())));
    WarmUp.await();
    var taught = options.taught(source);
    var documents = documents(model, i -> taught.item(options.tasks(), "train", i), options.items);
    int context = model.decoder().config().context();
    UserError.unless(documents.longest() <= context + 1, "the longest instruction has " + documents.longest()
        + " tokens, more than the " + context + " that the model has room for; train one with --context "
        + (documents.longest() - 1));
    var task = new MixedTask(model, new InstructionMeasures(heldOut(model, source))::of, options.objective());
    var learned = options.weigh == InstructOptions.Unit.ANSWERS ? documents.even() : documents;
    var outcome = run.train(task, learned.batches(learning.batch, learning.seed),
        learning.optimizer(task.parameters().values(), Group.MATRICES), learning.plan(), options.settings(),
        new TrainingShown(run.console(), learning.batch, InstructRun::sentence));
    return conclude(outcome, () -> {
      model.save(run.folder().resolve("model"));
      new InstructReport(model, options.tasks(), source, outcome, run, options.settings()).write();
    });
  }

  private InstructionDocuments documents(MixedModel model, IntFunction<Instruction> item, int count) {
    try (var progress = Progress.of(run.console(), "reading", "instructions", 0, count)) {
      return InstructionDocuments.of(model, item, count, done -> progress.step(Progress.Step.of(done)));
    }
  }

  /** Instructions of each task, and questions about what is not there. */
  private List<Kind> heldOut(MixedModel model, SceneSource source) {
    var proper = new SceneInstructions(source);
    var kinds = new ArrayList<Kind>();
    for (var task : options.tasks().stream().distinct().toList()) {
      kinds.add(kind(model, task.toString(), task, proper));
      if (task == Task.ANSWER) kinds.add(kind(model, "abstain", task, new SceneInstructions(source, 1, 0)));
    }
    return kinds;
  }

  private static Kind kind(MixedModel model, String name, Task task, SceneInstructions instructions) {
    return new Kind(name, InstructionDocuments.of(model, i -> instructions.item(task, "test", i), HELD_OUT, done -> {}),
        task.paints());
  }

  private static String sentence(Map<String, Double> measures) {
    return "held-out nats a token and right answers: " + measures.keySet().stream()
        .filter(name -> !name.endsWith("right")).map(name -> {
          var right = measures.get(name + ", right");
          return String.format(Locale.ROOT, "%s %.3f", name, measures.get(name))
              + (right == null ? "" : String.format(Locale.ROOT, " %.0f %%", 100 * right));
        }).collect(Collectors.joining(", "));
  }
}
