package org.vitrail.cli.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.Progress;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.contrastive.UnreadText;
import org.vitrail.tensor.io.Json;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.data.CaptionFiles;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.probe.Labels;
import org.vitrail.vlm.probe.Probe;
import org.vitrail.vlm.probe.Result;
import org.vitrail.vlm.probe.Retrieval;

/** Asks a model of pictures and texts: on generated scenes, or on a user's pictures. */
public record ProbeRun(Console console, VisionText vision) {

  /** Asks these probes on scenes. */
  public List<Asked> scenes(List<Probe> probes) {
    var source = SceneSource.PLAIN.side(side());
    var asked = new ArrayList<Asked>();
    try (var progress = Progress.of(console, "asking", probes.size() == 1 ? "probe" : "probes", 0, probes.size())) {
      for (int i = 0; i < probes.size(); i++) {
        var probe = probes.get(i);
        var findings = probe.of(vision, source);
        if (!findings.results().isEmpty()) asked.add(new Asked(probe.title(), probe.question(), findings));
        progress.step(Progress.Step.of(i + 1));
      }
    }
    if (asked.isEmpty()) throw new UserError("none of these probes is made for a model of this kind; ask --probes all");
    return asked;
  }

  /** 32 pixels where the model sees no more, else 64. */
  private int side() {
    var seen = vision.processor().prepare(new Picture(64, 64, 3, new byte[64 * 64 * 3]));
    return seen.width() > 32 ? 64 : 32;
  }

  /**
   * Zero-shot labels of a folder of class folders, or retrieval among pictures with captions.
   *
   * @param items at most so many pictures
   * @param whole whether all pictures are asked about, and not the held-out ones alone
   */
  public Asked pictures(Path data, List<String> templates, int items, boolean whole, boolean strict) {
    boolean classes = CaptionFiles.areClasses(data);
    var set = classes ? CaptionFiles.classes(data, vision.processor()::prepare, strict)
        : CaptionFiles.read(data, vision.processor()::prepare, strict);
    if (set.skipped().count() > 0) console.say(data + ": " + set.skipped());
    return classes ? labels(set, templates) : retrieval(set, items, whole);
  }

  private Asked labels(CaptionSet set, List<String> templates) {
    var classes = IntStream.range(0, set.test().size()).mapToObj(set.test()::get);
    UnreadText.tell(vision.input(), classes.flatMap(item -> item.captions().stream()).distinct().flatMap(
        name -> templates.stream().map(template -> template.replace("{}", name))).toList(), console);
    return new Asked("Zero-shot labels", "Which of the classes of " + set.name() + " is it? The model reads "
        + "“" + String.join("”, “", templates) + "” with the name of the class in place of {}.",
        Labels.of(vision, set.test(), set.name(), templates));
  }

  private Asked retrieval(CaptionSet set, int items, boolean whole) {
    var all = whole || set.test().size() == 0 ? set.all() : set.test();
    int n = Math.min(items, all.size());
    return new Asked("Retrieval", ("Among all captions of %,d pictures of %s, which is this picture's? Among the "
        + "pictures, which is this caption's?").formatted(n, set.name()),
        Retrieval.of(vision, all.subset(0, n), set.name()));
  }

  /** Writes the report on {@code model} and, beside it, its numbers as JSON; says them. */
  public static void conclude(Console console, String model, List<Asked> probes, double seconds, Path file,
      Map<String, Object> settings, boolean json) throws IOException {
    var results = probes.stream().flatMap(asked -> asked.findings().results().stream()).toList();
    var numbers = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.html?$", "") + ".json");
    var figures = new LinkedHashMap<String, Object>();
    figures.put("model", model);
    figures.put("seconds", seconds);
    figures.put("report", file.toString());
    figures.put("results", results.stream().map(Result::json).toList());
    Files.createDirectories(file.toAbsolutePath().getParent());
    Json.write(numbers, figures);
    new ProbeReport(model, probes, seconds, settings).write(file);
    if (!json) {
      results.forEach(result -> console.out().println(line(result)));
      figures.remove("results");
      figures.put("numbers", numbers.toString());
    }
    console.figures(figures, json);
  }

  private static String line(Result r) {
    var value = r.isShare() ? "%6.1f %%" : "%6.2f  ";
    double unit = r.isShare() ? 100 : 1;
    var chance = Double.isFinite(r.chance()) ? String.format(Locale.ROOT, "  chance " + value, unit * r.chance()) : "";
    return String.format(Locale.ROOT, "%-12s %-40s " + value + "%s  %s", r.probe(), r.metric(), unit * r.value(),
        chance, r.split() + (r.variant().isEmpty() ? "" : ", " + r.variant())).stripTrailing();
  }
}
