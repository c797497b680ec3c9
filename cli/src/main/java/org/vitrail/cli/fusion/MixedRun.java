package org.vitrail.cli.fusion;

import java.io.IOException;
import java.util.Map;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.cli.train.TokenizedRun;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.WarmUp;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.optim.Group;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.train.MixedBatch;
import org.vitrail.vlm.fusion.train.MixedTask.Examination;
import org.vitrail.vlm.fusion.train.MixedTask;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqFolder;

/** A training run of a model of words and pictures, from the settings to the report. */
abstract class MixedRun extends TokenizedRun {
  private static final String PICTURES = "vq";
  /** How many held-out documents are measured. */
  static final int HELD_OUT = 256;

  private final MixedOptions options;

  MixedRun(TrainingRun run, MixedOptions options) {
    super(run, options.learning);
    this.options = options;
  }

  /**
   * What a model learns from, and how it is measured.
   */
  record Lesson(Batches<?, MixedBatch> batches, Examination examination) {}

  /** The documents of a set. */
  abstract Lesson lesson(MixedModel model, CaptionSet set) throws IOException;

  /** What to say of an evaluation. */
  abstract String sentence(Map<String, Double> measures);

  @Override protected void check() {
    options.check();
  }

  @Override protected Map<String, Object> learn() throws IOException {
    var pictures = pictures();
    var set = options.documents.read(pictures.config().side(), run.console());
    var words = run.resumed() ? RunTokenizer.open(run.tokenizer()) : options.tokenizer(set);
    var model = options.model(pictures, words);
    run.console().say(("%s: %,d pictures with captions to learn from, %,d held out; a model of %,d parameters, on %s")
        .formatted(set.name(), set.train().size(), set.test().size(), TrainingRun.parameters(model.decoder()),
            DeviceOptions.words(Devices.current())));
    WarmUp.await();
    var lesson = lesson(model, set);
    var task = new MixedTask(model, lesson.examination, options.objective());
    var outcome = run.train(task, lesson.batches,
        options.learning.optimizer(task.parameters().values(), Group.MATRICES), options.learning.plan(),
        options.settings(), new Shown(words, this::sentence));
    return conclude(outcome, () -> {
      model.save(run.folder().resolve("model"));
      new MixedReport(options.command(), model, set, outcome, run, options.settings()).write();
    });
  }

  /** The tokenizer of pictures, of which the run keeps a copy. */
  private Vq pictures() throws IOException {
    var kept = run.folder().resolve(PICTURES);
    if (run.resumed()) return VqFolder.open(kept.toString());
    var pictures = options.pictures();
    VqFolder.save(pictures, kept);
    return pictures;
  }
}
