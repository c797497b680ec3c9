package org.vitrail.cli.fusion;

import java.util.Locale;
import java.util.Map;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.train.MixedData;

/** A training run of a Chameleon. */
final class ChameleonRun extends MixedRun {
  private final ChameleonOptions options;

  ChameleonRun(TrainingRun run, ChameleonOptions options) {
    super(run, options);
    this.options = options;
  }

  @Override Lesson lesson(MixedModel model, CaptionSet set) {
    var data = MixedData.of(model, set, HELD_OUT, pictures -> {});
    options.checkLength(data.longest());
    return new Lesson(data.batches(options.learning.batch, options.learning.seed), data::losses);
  }

  @Override String sentence(Map<String, Double> measures) {
    return String.format(Locale.ROOT, "held-out words %.3f nats after their picture, %.3f without; codes %.3f after their "
        + "words, %.3f without", measures.get("words after picture"), measures.get("words first"),
        measures.get("codes after words"), measures.get("codes first"));
  }
}
