package org.vitrail.cli.fusion;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.cli.train.TokenizedRun;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.WarmUp;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.train.Outcome;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.train.MixedData;
import org.vitrail.vlm.fusion.train.MixedTask;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqFolder;

/** A training run of a Chameleon, from the settings to the report. */
final class ChameleonRun extends TokenizedRun {
  private static final String PICTURES = "vq";
  private static final int HELD_OUT = 256;

  private final ChameleonOptions options;

  ChameleonRun(TrainingRun run, ChameleonOptions options) {
    super(run, options.learning);
    this.options = options;
  }

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
    var data = documents(model, set);
    var task = new MixedTask(model, data::losses, options.objective());
    var learning = options.learning;
    var outcome = run.train(task, data.batches(learning.batch, learning.seed),
        learning.optimizer(task.parameters().values(), Group.MATRICES), learning.plan(), options.settings(),
        new Shown(words, ChameleonRun::sentence));
    return conclude(outcome, () -> finish(model, set, outcome));
  }

  /** The tokenizer of pictures, of which the run keeps a copy. */
  private Vq pictures() throws IOException {
    var kept = run.folder().resolve(PICTURES);
    if (run.resumed()) return VqFolder.open(kept.toString());
    var pictures = options.pictures();
    VqFolder.save(pictures, kept);
    return pictures;
  }

  private MixedData documents(MixedModel model, CaptionSet set) {
    var data = MixedData.of(model, set, HELD_OUT, pictures -> {});
    int longest = data.longest();
    UserError.unless(longest <= options.context() + 1, "the longest document has " + longest + " tokens, more than "
        + "--context " + options.context() + " has room for; give --context " + (longest - 1));
    return data;
  }

  private static String sentence(Map<String, Double> measures) {
    return String.format(Locale.ROOT, "held-out words %.3f nats after their picture, %.3f without; codes %.3f after their "
        + "words, %.3f without", measures.get("words after picture"), measures.get("words first"),
        measures.get("codes after words"), measures.get("codes first"));
  }

  private void finish(MixedModel model, CaptionSet set, Outcome outcome) throws IOException {
    model.save(run.folder().resolve("model"));
    new ChameleonReport(model, set, options.documents, outcome, run, options.settings()).write();
  }
}
