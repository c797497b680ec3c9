package org.vitrail.cli.fusion;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.train.LearningRun;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.cli.train.TrainingShown;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.WarmUp;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.train.Outcome;
import org.vitrail.vit.classify.Pixels;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.Captioned;
import org.vitrail.vlm.vq.PictureBatch;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqFolder;
import org.vitrail.vlm.vq.VqTask;

/** A training run of a VQ picture tokenizer, from the settings to the report. */
final class VqRun extends LearningRun {
  private static final int HELD_OUT = 512;

  private final VqOptions options;

  VqRun(TrainingRun run, VqOptions options) {
    super(run, options.learning);
    this.options = options;
  }

  @Override protected void check() {
    options.check();
  }

  @Override protected Map<String, Object> learn() throws IOException {
    var set = options.pictures(run.console());
    var vq = options.vq();
    run.console().say("%s: %,d pictures to learn from, %,d held out; a model of %,d parameters, on %s".formatted(
        set.name(), set.train().size(), set.test().size(), TrainingRun.parameters(vq),
        DeviceOptions.words(Devices.current())));
    WarmUp.await();
    var test = set.test().subset(0, Math.min(HELD_OUT, set.test().size())).map(Captioned::picture);
    var learning = options.learning;
    var plan = learning.plan();
    var task = new VqTask(vq, options.recipe(plan.steps()), options.adversary(), test);
    var batches = new Batches<Picture, PictureBatch>(set.train().map(Captioned::picture), learning.batch, learning.seed,
        (pictures, random) -> new PictureBatch(Pixels.of(pictures)));
    var outcome = run.train(task, batches, learning.optimizer(task.parameters().values(), Group.MATRICES), plan,
        options.settings(), new TrainingShown(run.console(), learning.batch, VqRun::sentence));
    return conclude(outcome, () -> finish(vq, set, outcome));
  }

  private static String sentence(Map<String, Double> measures) {
    return String.format(Locale.ROOT, "held-out PSNR %.1f dB, of objects %.1f dB; %.0f %% of the codes used, "
        + "perplexity %.0f",
        measures.get("psnr"), measures.get("objectPsnr"), 100 * measures.get("usage"), measures.get("perplexity"));
  }

  private void finish(Vq vq, CaptionSet set, Outcome outcome) throws IOException {
    VqFolder.save(vq, run.folder().resolve("model"));
    new VqReport(vq, set, outcome, run.folder(), options.settings()).write(run.report());
  }
}
