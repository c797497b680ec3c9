package org.vitrail.cli.fusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.Progress;
import org.vitrail.cli.probe.Asked;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.nn.train.TrainingException;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.cm3.Follower;
import org.vitrail.vlm.cm3.Instruction;
import org.vitrail.vlm.cm3.Instruction.Part;
import org.vitrail.vlm.cm3.Instruction.Task;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.Mode;
import org.vitrail.vlm.fusion.Sampling;
import org.vitrail.vlm.fusion.Style;
import org.vitrail.vlm.probe.Abstaining;
import org.vitrail.vlm.probe.Answerer;
import org.vitrail.vlm.probe.Answering;
import org.vitrail.vlm.probe.Captioning;
import org.vitrail.vlm.probe.Findings;
import org.vitrail.vlm.probe.Following;
import org.vitrail.vlm.probe.Imagining;
import org.vitrail.vlm.probe.Polling;
import org.vitrail.vlm.probe.WellFormed;

/**
 * Asks a model of words and pictures: what it says of scenes, what it paints when they are told, and, if it has been
 * tuned to, what it answers and whether it does what it is told.
 */
public record MixedProbes(MixedGenerator generator, List<Family> families) {
  private static final int ITEMS = 200;
  private static final int QUESTIONS = 1000;
  private static final List<Family> USUAL = List.of(Family.SINGLE, Family.PAIR);
  /** Families whose captions list what is there, so that there is one right caption. */
  private static final Set<Family> LISTED = Set.of(Family.PAIR, Family.MULTI);
  private static final SceneSource SOURCE = SceneSource.PLAIN;

  /** What is asked, and how its answers are found. */
  private record Probe(String title, String question, Supplier<Findings> findings) {}

  /**
   * The families of scenes that the model of a run learned from: all if it was tuned to paint; else those that models
   * learn from by default.
   */
  public static List<Family> families(MixedGenerator generator, Path model) throws IOException {
    if (generator.model().tasks().contains(Task.PAINT.toString())) return List.of(Family.values());
    try {
      var named = Checkpoint.open(model).settings().get("families");
      return named instanceof List<?> list ? list.stream().map(name -> Family.named(name.toString())).toList() : USUAL;
    } catch (TrainingException noRun) {
      return USUAL;
    }
  }

  /** What {@code vitrail eval} reports. */
  public List<Asked> ask(Console console) {
    var probes = probes();
    if (generator.model().tasks().isEmpty()) {
      console.say("the model has not been tuned to answer questions, so it is asked none; vitrail train instruct tunes "
          + "a CM3Leon");
    }
    var asked = new ArrayList<Asked>();
    try (var progress = Progress.of(console, "asking", "probes", 0, probes.size())) {
      for (var probe : probes) {
        asked.add(new Asked(probe.title, probe.question, probe.findings.get()));
        progress.step(Progress.Step.of(asked.size()));
      }
    }
    return asked;
  }

  private List<Probe> probes() {
    var probes = new ArrayList<Probe>();
    for (var family : families.stream().filter(LISTED::contains).toList()) {
      var scenes = IntStream.range(0, ITEMS).mapToObj(i -> Scenes.scene("test", family, i)).toList();
      probes.add(new Probe("Captions of " + family, "What is on the picture, in the words of its caption? CHAIR is the "
          + "share of objects in captions (i), and of captions with one (s), that are not on the picture.",
          () -> Captioning.of(pictures -> generator.captions(pictures, Style.of(Mode.TEXT)), SOURCE, scenes)));
    }
    probes.add(imagined("Imagined pictures", "Codes are drawn as the model says.",
        Style.of(Mode.PICTURE).codes(Sampling.at(1)).seed(1)));
    probes.add(imagined("Imagined pictures, guided", "The scores of codes are 1.5 times as far from those without "
        + "the text, and the unlikeliest are left out (top-p 0.9).", generator.painting(1)));
    probes.add(new Probe("Documents of its own", "Are they well formed, each picture of its length and each mark in "
        + "its place, with the grammar that sees to it, and without?", () -> WellFormed.of(generator, ITEMS)));
    if (!generator.model().tasks().isEmpty()) probes.addAll(instructions(Follower.of(generator)));
    return probes;
  }

  private Probe imagined(String title, String how, Style style) {
    return new Probe(title, "Are the objects there that the text tells of? The picture is read back object by object. "
        + how, () -> Imagining.of(texts -> generator.imagine(texts, style, (row, codes) -> {}), families, ITEMS));
  }

  /** What a model is asked that has learned to follow instructions. */
  private List<Probe> instructions(Follower follower) {
    var probes = new ArrayList<Probe>();
    if (knows(Task.ANSWER)) {
      Answerer answerer = questions -> follower.follow(questions.stream()
          .map(asked -> Instruction.about(asked.picture(), asked.question())).toList(), Style.of(Mode.TEXT)).stream()
          .map(Part::words).toList();
      probes.add(new Probe("Questions", "What is there, how many, of which colour, of which shape, and where? The red "
          + "mark is what is possible without the picture.", () -> Answering.of(answerer, SOURCE, QUESTIONS)));
      probes.add(new Probe("Seeing what is not there", "Is there such an object? Half of the objects asked about are "
          + "in the picture; the others are chosen at random, or are frequent in training (popular), or have a shape and a "
          + "colour of the picture (adversarial).", () -> Polling.of(answerer, SOURCE)));
      probes.add(new Probe("Abstention", "Which colour or shape has what is not there? The right answer is no; to a "
          + "proper question it is not.", () -> Abstaining.of(answerer, SOURCE, ITEMS)));
    }
    for (var task : List.of(Task.CHANGE, Task.LOCATE, Task.ARRANGE, Task.FILL)) {
      if (knows(task)) {
        probes.add(new Probe("Told to " + task, question(task),
            () -> Following.of(told -> follower.follow(told, generator.painting(1)), task, ITEMS)));
      }
    }
    return probes;
  }

  private boolean knows(Task task) {
    return generator.model().tasks().contains(task.toString());
  }

  private static String question(Task task) {
    return switch (task) {
      case CHANGE -> "Another colour for one of the objects: has it that colour, and are all others as they were?";
      case LOCATE -> "Where is it? The box must share half of what it and the right one cover.";
      case ARRANGE -> "A picture of objects in given boxes: are these, and no others, in their places?";
      case FILL -> "Which colour or shape does a gap of the caption hide?";
      default -> throw new IllegalArgumentException("there is no probe of " + task + " alone");
    };
  }
}
