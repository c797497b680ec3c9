package org.vitrail.cli.contrastive;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.cli.train.TokenizedRun;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.WarmUp;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.train.Outcome;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.data.CaptionBatch;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.Captioned;
import org.vitrail.vlm.train.ContrastiveTask;
import org.vitrail.vlm.train.PairBatch;

/** A training run of a model of two towers, from the settings to the report. */
public final class ContrastiveRun extends TokenizedRun {
  /** More sections for the report, that depend on the model that has been trained. */
  @FunctionalInterface
  public interface More {
    List<Report.Section> of(VisionText vision) throws IOException;
  }

  private final ContrastiveOptions options;
  private final More more;

  public ContrastiveRun(TrainingRun run, ContrastiveOptions options) {
    this(run, options, vision -> List.of());
  }

  public ContrastiveRun(TrainingRun run, ContrastiveOptions options, More more) {
    super(run, options.learning);
    this.options = options;
    this.more = more;
  }

  @Override protected void check() {
    options.check();
  }

  @Override protected Map<String, Object> learn() throws IOException {
    var learning = options.learning;
    var set = options.captions.read(run.console());
    var tokenizer = run.resumed() ? RunTokenizer.open(run.tokenizer()) : options.tokenizer(set);
    var vision = options.vision(tokenizer);
    var task = new ContrastiveTask(vision, options.objective(), options.captions.examination(set),
        options.gradientCache);
    run.console().say(("%s: %,d pictures with captions to learn from, %,d held out; a model of %,d parameters, on %s")
        .formatted(set.name(), set.train().size(), set.test().size(), TrainingRun.parameters(vision.model()),
            DeviceOptions.words(Devices.current())));
    noteCutCaptions(set, vision.input());
    WarmUp.await();
    var augmentation = options.captions.augmentation();
    var batches = new Batches<Captioned, PairBatch>(set.train(), learning.batch, learning.seed, (examples, random) ->
        PairBatch.of(vision, CaptionBatch.of(examples, augmentation, random)));
    var outcome = run.train(task, batches, learning.optimizer(task.parameters().values(), Group.MATRICES),
        learning.plan(), options.settings(), new Shown(tokenizer, ContrastiveRun::sentence));
    return conclude(outcome, () -> finish(vision, set, outcome));
  }

  /** Says how many captions are longer than what the model reads. */
  private void noteCutCaptions(CaptionSet set, TextInput input) {
    if (options.captions.areScenes()) return;
    var counts = CaptionOptions.captions(set).stream().mapToInt(input::count).toArray();
    long cut = IntStream.of(counts).filter(count -> count > input.length()).count();
    if (cut > 0) {
      run.console().say("note: %,d of %,d captions are longer than --context %d and are cut; the longest has %d tokens"
          .formatted(cut, counts.length, input.length(), IntStream.of(counts).max().orElse(0)));
    }
  }

  private static String sentence(Map<String, Double> measures) {
    var words = new StringBuilder("held-out");
    measures.forEach((name, value) -> words.append(String.format(Locale.ROOT, " %s %.1f %%,", name, 100 * value)));
    return words.substring(0, words.length() - 1);
  }

  private void finish(VisionText vision, CaptionSet set, Outcome outcome) throws IOException {
    vision.save(run.folder().resolve("model"));
    new ContrastiveReport(options.command(), vision, set, outcome, run.folder(), options.settings(), more.of(vision))
        .write(run.report());
  }
}
