package org.vitrail.cli.fusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.report.ReportWriter;
import org.vitrail.cli.report.Thumbnail;
import org.vitrail.cli.train.RunHistory;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.nn.train.Outcome;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Box;
import org.vitrail.vlm.cm3.Follower;
import org.vitrail.vlm.cm3.Instruction.Part;
import org.vitrail.vlm.cm3.Instruction.Place;
import org.vitrail.vlm.cm3.Instruction.Shown;
import org.vitrail.vlm.cm3.Instruction.Task;
import org.vitrail.vlm.cm3.Instruction;
import org.vitrail.vlm.cm3.SceneInstructions;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.MixedModel;

/** The report on a model that was tuned to follow instructions: curves, and of each task what it was told and did. */
record InstructReport(MixedModel model, List<Task> tasks, SceneSource source, Outcome outcome, TrainingRun run,
    Map<String, Object> settings) {
  private static final int SHOWN = 6;
  private static final int GRID = 16;
  private static final int PIXELS = 64 / GRID;
  private static final String RIGHT = ", right";

  void write() throws IOException {
    var sections = new ArrayList<Report.Section>();
    var measures = outcome.metrics().keySet();
    RunHistory.of(run.folder()).ifPresent(history -> {
      sections.add(history.lossChart("nats a token"));
      sections.add(history.measuresChart("Held-out answers", "nats a token",
          measures.stream().filter(name -> !name.endsWith(RIGHT)).toList()));
      sections.add(history.measuresChart("Held-out answers that are right", "share",
          measures.stream().filter(name -> name.endsWith(RIGHT)).toList()));
    });
    try (var generator = new MixedGenerator(model)) {
      for (var task : tasks.stream().distinct().toList()) sections.add(gallery(generator, task));
    }
    sections.add(RunHistory.configuration(settings));
    sections.add(RunHistory.machine());
    ReportWriter.write(new Report("CM3Leon that follows instructions", summary(), figures(), sections, next()),
        run.report());
  }

  private String summary() {
    return ("A decoder of %,d parameters that has read documents was tuned to do what it is told: only answers were "
        + "learned. All pictures below were held out.").formatted(TrainingRun.parameters(model.decoder()));
  }

  private List<Report.Figure> figures() {
    var figures = new ArrayList<Report.Figure>();
    outcome.metrics().forEach((name, value) -> figures.add(name.endsWith(RIGHT)
        ? new Report.Figure(name.replace(RIGHT, ""), String.format(Locale.ROOT, "%.1f %%", 100 * value), "right")
        : new Report.Figure(name, String.format(Locale.ROOT, "%.3f", value), "nats a token")));
    figures.add(new Report.Figure("time", String.format(Locale.ROOT, "%.1f s", outcome.seconds()), "training"));
    return figures;
  }

  private Report.Section gallery(MixedGenerator generator, Task task) {
    var scenes = new SceneInstructions(source);
    var instructions = IntStream.range(0, SHOWN).mapToObj(i -> scenes.item(task, "test", i)).toList();
    var answers = Follower.of(generator).follow(instructions, generator.painting(1));
    var exhibits = new ArrayList<Report.Exhibit>();
    for (int i = 0; i < SHOWN; i++) exhibits.addAll(exhibits(instructions.get(i), answers.get(i)));
    return new Report.Gallery("Told to " + task, task.paints()
        ? "What it was told, what it painted, and how that is done."
        : "What it was told, what it answered, and, if that is another, the right answer.", exhibits);
  }

  private static List<Report.Exhibit> exhibits(Instruction told, Part answer) {
    if (!(told.answer() instanceof Shown(var truth))) return List.of(answered(told, answer));
    var exhibits = new ArrayList<Report.Exhibit>();
    if (told.picture() != null) exhibits.add(exhibit(told.words(), told.picture()));
    exhibits.add(exhibit((told.picture() == null ? told.words() + ": " : "") + "painted", ((Shown) answer).picture()));
    exhibits.add(exhibit("right", truth));
    return exhibits;
  }

  private static Report.Exhibit exhibit(String caption, Picture picture) {
    return new Report.Exhibit(caption, caption, Thumbnail.of(picture), List.of(), List.of());
  }

  private static Report.Exhibit answered(Instruction told, Part answer) {
    boolean right = answer instanceof Place place && told.answer() instanceof Place truth ? place.matches(truth)
        : answer.equals(told.answer());
    var guesses = new ArrayList<>(List.of(new Report.Guess(answer.words(), 1, right)));
    if (!right) guesses.add(new Report.Guess(told.answer().words(), 0, true));
    var overlays = new ArrayList<Report.Overlay>();
    if (answer instanceof Place(var box)) overlays.add(new Report.Overlay("answered", covered(box)));
    if (told.answer() instanceof Place(var box)) overlays.add(new Report.Overlay("right", covered(box)));
    return new Report.Exhibit(told.words(), told.words(), Thumbnail.of(told.picture()), guesses, overlays);
  }

  /** 1 where a box is. */
  private static float[][] covered(Box box) {
    var grid = new float[GRID][GRID];
    for (int y = box.y1() / PIXELS; y <= box.y2() / PIXELS; y++) {
      for (int x = box.x1() / PIXELS; x <= box.x2() / PIXELS; x++) grid[y][x] = 1;
    }
    return grid;
  }

  private List<Report.Command> next() {
    return List.of(
        new Report.Command("vitrail eval --model " + run.folder(), "measures what it has learned, task by task"),
        new Report.Command("vitrail chat --model " + run.folder(), "/picture FILE what color is the circle"));
  }
}
