package org.vitrail.cli.fusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.vitrail.cli.console.UnknownText;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.train.LearningOptions;
import org.vitrail.cli.train.ModelOptions;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.nn.loss.ZLoss;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.cm3.Cm3Tokens;
import org.vitrail.vlm.cm3.Instruction.Task;
import org.vitrail.vlm.cm3.SceneInstructions;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.vq.Vq;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flags of {@code vitrail train instruct}. */
@Command(
    description = "Tune a CM3Leon to do what it is told: paint, describe, answer, change, locate, arrange, fill; and "
        + "write a report.",
    footer = {
      "  vitrail train cm3leon --vq runs/vq-scenes                   first a model that has read documents of scenes",
      "  vitrail train instruct --init-from runs/cm3leon-scenes",
      "  vitrail train instruct --init-from runs/cm3leon-scenes --tasks answer,answer,describe --steps 1000",
      "  vitrail train instruct --resume runs/instruct-scenes        go on where Ctrl-C stopped it",
      "  vitrail eval --model runs/instruct-scenes                   questions, objects that are not there, boxes",
      "  vitrail chat --model runs/instruct-scenes                   /picture FILE what color is the circle"
    })
public final class InstructOptions implements ModelOptions {
  private static final Map<String, Object> RECIPE = Map.of("steps", 8000, "batch", 32, "lr", "1e-3", "min-lr", 0,
      "beta2", 0.95, "weight-decay", 0.1);

  /** What counts alike in the loss. */
  enum Unit { ANSWERS, TOKENS }

  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Option(names = "--init-from", paramLabel = "MODEL",
      description = "The model to tune: a run of vitrail train cm3leon on scenes, or the folder of its model.")
  private Path base;

  @Option(names = "--tasks", paramLabel = "NAME,…", split = ",", hideParamSyntax = true,
      defaultValue = "paint,describe,answer,answer,answer,change,locate,arrange,fill",
      description = "What it learns to do, in turn; a task that is named more than once has a greater share "
          + "(${DEFAULT-VALUE}).")
  private List<String> tasks;

  @Option(names = "--items", paramLabel = "N", defaultValue = "60000",
      description = "How many instructions about generated scenes to learn from (${DEFAULT-VALUE}).")
  int items;

  @Option(names = "--misleading", paramLabel = "X", defaultValue = "0.1",
      description = "The share of questions about a shape or a colour that is not there, of which the answer is no "
          + "(${DEFAULT-VALUE}).")
  private double misleading;

  @Option(names = "--untold", paramLabel = "X", defaultValue = "0.1",
      description = "The share of pictures to paint of which nothing is told; guidance compares with these "
          + "(${DEFAULT-VALUE}).")
  private double untold;

  @Option(names = "--weigh", paramLabel = "answers|tokens", defaultValue = "answers",
      description = "What counts alike in the loss: answers, however long they are, or each of their tokens, of "
          + "which a picture has many (${DEFAULT-VALUE}).")
  Unit weigh;

  @Option(names = "--z-loss", paramLabel = "X", defaultValue = "1e-5",
      description = "Weight of (log Z)², which keeps logits from drifting off (${DEFAULT-VALUE}).")
  private double zLoss;

  @Mixin LearningOptions learning;

  @Override public String command() {
    return "instruct";
  }

  @Override public String data() {
    return "scenes";
  }

  @Override public Map<String, Object> recipe() {
    return RECIPE;
  }

  @Override public Map<String, Object> train(TrainingRun run) {
    return new InstructRun(run, this).train();
  }

  void check() {
    learning.check();
    tasks();
    UserError.unless(items > 0, "--items " + items + " must be at least 1");
    for (var share : Map.of("--misleading", misleading, "--untold", untold).entrySet()) {
      UserError.unless(share.getValue() >= 0 && share.getValue() <= 1,
          share.getKey() + " " + share.getValue() + " must be between 0 and 1");
    }
    UserError.unless(zLoss >= 0, "--z-loss " + zLoss + " must not be negative");
  }

  /** In turn; some maybe more than once. */
  List<Task> tasks() {
    return tasks.stream().map(Task::named).toList();
  }

  private Set<String> names() {
    return new LinkedHashSet<>(tasks);
  }

  /** What learns: the model to tune, or that of a run that goes on. */
  MixedModel model(TrainingRun run) throws IOException {
    UserError.unless(run.resumed() || base != null,
        "name the model to tune with --init-from; vitrail train cm3leon makes one");
    var from = run.resumed() ? run.folder() : base;
    var model = MixedModel.open(from);
    var boxes = Cm3Tokens.of(model).boxes();
    UserError.unless(boxes || Stream.of(Task.LOCATE, Task.ARRANGE).noneMatch(tasks()::contains), from + " has no "
        + "tokens for boxes, for it did not learn from generated scenes; leave locate and arrange out of --tasks");
    new UnknownText(model.tokenizer()).notices(Vocabulary.WORDS.stream().filter(word -> !word.startsWith("[")).toList())
        .forEach(notice -> run.console().say("note: " + notice));
    return model.tunedFor(names());
  }

  /** Scenes as large as a model sees pictures, or 32 pixels. */
  static SceneSource source(MixedModel model) {
    return SceneSource.PLAIN.side(model.pictures() instanceof Vq vq && vq.config().side() == 64 ? 64 : 32);
  }

  /** Instructions to learn from. */
  SceneInstructions taught(SceneSource source) {
    return new SceneInstructions(source, misleading, untold);
  }

  ZLoss objective() {
    return new ZLoss(zLoss, ZLoss.NONE.ignore());
  }

  /** Every flag with its value, as {@link Settings} reads it back: what a checkpoint keeps. */
  Map<String, Object> settings() {
    return Settings.of(spec.mixins().get(MIXIN));
  }
}
