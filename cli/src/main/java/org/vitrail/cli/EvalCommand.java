package org.vitrail.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.vitrail.cli.classify.ClassifierReport;
import org.vitrail.cli.classify.ClassifierRun;
import org.vitrail.cli.classify.Models;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.options.DownloadOption;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.cli.fusion.MixedProbes;
import org.vitrail.cli.probe.Asked;
import org.vitrail.cli.probe.ProbeRun;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.WarmUp;
import org.vitrail.llm.checkpoint.HubCache;
import org.vitrail.vit.classify.Classifier;
import org.vitrail.vit.classify.Evaluation;
import org.vitrail.vit.classify.PictureSet;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.probe.Probe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail eval}. */
@Command(
    name = "eval",
    description = "Measure a trained classifier, or a model of pictures and texts, and write a report.",
    sortOptions = false,
    footer = {
      "  vitrail eval runs/vit-digits                  on the data it was trained for",
      "  vitrail eval runs/vit-digits --json | jq .accuracy",
      "  vitrail eval model/ --data photos             a model of any origin, on a folder of pictures",
      "  vitrail eval --model runs/clip-scenes --probes all",
      "  vitrail eval --model runs/clip-scenes --probes relation,count,pope --json",
      "  vitrail eval --model M --data photos          pictures in class folders, or with captions",
      "  vitrail eval --model runs/chameleon-scenes    captions and imagined pictures",
      "  vitrail eval --model runs/instruct-scenes     and questions, what is not there, boxes, changes"
    })
public final class EvalCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "MODEL", arity = "0..1",
      description = "A run's folder, a checkpoint in it, a folder with a model, or an id of Hugging Face.")
  private String given;

  @Option(names = "--model", paramLabel = "MODEL", description = "The same.")
  private String named;

  @Mixin private DownloadOption download;

  @Option(names = "--data", paramLabel = "DATA",
      description = "A classifier: digits, scenes or a folder; else what it was trained on. A model of pictures and "
          + "texts: a folder with a folder for each class, or pictures with captions, of which the held-out ones are "
          + "asked about.")
  private String data;

  @Option(names = "--probes", paramLabel = "NAME,…", split = ",", hideParamSyntax = true,
      description = "What a model of pictures and texts is asked on generated scenes: all (without --data), or some of "
          + "zeroshot, retrieval, linear, heldout, relation, count, binding, order, enumeration, prompts, tuning, pope, "
          + "ood.")
  private List<String> probes;

  @Option(names = "--template", paramLabel = "TEXT",
      description = "What is read for a class of --data, {} being its name; of several the mean (a photo of a {}).")
  private List<String> templates = List.of("a photo of a {}");

  @Option(names = "--items", paramLabel = "N", defaultValue = "1000",
      description = "Among how many pictures of --data is searched, at most (${DEFAULT-VALUE}).")
  private int items;

  @Option(names = "--whole", description = "Ask about all pictures of --data, not about the held-out ones alone.")
  private boolean whole;

  @Option(names = "--strict", description = "Stop at the first picture or caption of --data that cannot be read.")
  private boolean strict;

  @Option(names = "--report", paramLabel = "FILE", description = "Where the report goes (eval.html beside the model).")
  private Path report;

  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  public EvalCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    threads.apply();
    return Devices.on(where.device(), this::evaluate);
  }

  private int evaluate() throws IOException {
    UserError.unless((given == null) != (named == null), "name one model, as in: vitrail eval --model runs/demo");
    var name = given == null ? named : given;
    var path = Path.of(name);
    WarmUp.start();
    if (!Files.exists(path) && HubCache.isId(name)) return probe(download.find(name, console).folder(), name);
    if (Files.isDirectory(path) && MixedModel.isIn(path)) return generate(path);
    if (!Files.exists(path) || !VisionText.isIn(path)) return classify(path);
    return probe(path, path.toRealPath().getFileName().toString());
  }

  /** Asks a model of pictures and texts. */
  private int probe(Path folder, String name) throws IOException {
    UserError.unless(items > 0, "--items " + items + " must be at least 1");
    for (var template : templates) {
      UserError.unless(template.contains("{}"),
          "--template '" + template + "' has no {}; write it where the class goes");
    }
    var chosen = Probe.named(probes != null ? probes : data == null ? List.of("all") : List.of());
    var run = new ProbeRun(console, VisionText.open(folder));
    long start = System.nanoTime();
    var asked = new ArrayList<Asked>();
    if (data != null) asked.add(run.pictures(Path.of(data), templates, items, whole, strict));
    if (!chosen.isEmpty()) asked.addAll(run.scenes(chosen));
    double seconds = (System.nanoTime() - start) / 1e9;
    var settings = new LinkedHashMap<String, Object>();
    settings.put("model", folder.toString());
    settings.put("data", data);
    settings.put("probes",
        chosen.isEmpty() ? null : chosen.stream().map(Probe::name).collect(Collectors.joining(", ")));
    var file = report == null ? where(folder).resolve("eval.html") : report;
    ProbeRun.conclude(console, name, asked, seconds, file, settings, output.json);
    return 0;
  }

  /** Asks a model that writes words and pictures. */
  private int generate(Path folder) throws IOException {
    UserError.unless(data == null && probes == null,
        "--data and --probes are not for " + folder + ", which captions and imagines: it is asked about scenes");
    long start = System.nanoTime();
    try (var generator = MixedGenerator.open(folder)) {
      var families = MixedProbes.families(generator, folder);
      var asked = new MixedProbes(generator, families).ask(console);
      var settings = new LinkedHashMap<String, Object>();
      settings.put("model", folder.toString());
      settings.put("families", families.toString());
      ProbeRun.conclude(console, folder.toRealPath().getFileName().toString(), asked, (System.nanoTime() - start) / 1e9,
          report == null ? folder.resolve("eval.html") : report, settings, output.json);
    }
    return 0;
  }

  /** The folder of a model that is a folder or a file. */
  private static Path where(Path model) {
    return Files.isDirectory(model) ? model : model.toAbsolutePath().getParent();
  }

  /** Measures a classifier. */
  private int classify(Path checkpoint) throws IOException {
    var model = Models.locate(checkpoint);
    var settings = Models.settings(model);
    var classifier = Classifier.open(model);
    var pictures = pictures(checkpoint, classifier, settings);
    long start = System.nanoTime();
    var evaluation = Evaluation.of(classifier, pictures.test());
    double seconds = (System.nanoTime() - start) / 1e9;
    var file = report == null ? model.resolve("eval.html") : report;
    new ClassifierReport(classifier, pictures, evaluation, model, seconds, "evaluating", settings).write(file);
    console.figures(ClassifierRun.figures(evaluation, seconds, model, file), output.json);
    return 0;
  }

  private PictureSet pictures(Path checkpoint, Classifier classifier, Map<String, Object> settings) {
    var name = data != null ? data : (String) settings.get("data");
    UserError.unless(name != null,
        checkpoint + " does not say what it was trained on; name the pictures with --data");
    var pictures = switch (name) {
      case "digits" -> PictureSet.digits();
      case "scenes" -> PictureSet.scenes(1);
      default -> PictureSet.folder(Path.of(name), classifier.network().input().width());
    };
    if (!pictures.classes().equals(classifier.classes())) {
      throw new UserError("the model knows " + Models.list(classifier.classes()) + ", " + name + " has "
          + Models.list(pictures.classes()) + "; evaluate it on pictures of its own classes");
    }
    return pictures;
  }
}
