package org.vitrail.cli.classify;

import java.util.Map;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.train.ModelOptions;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.vit.classify.Network;
import org.vitrail.vit.classify.PictureSet;

/** How a network that tells pictures apart is made and trained. */
interface ClassifierOptions extends ModelOptions {
  PictureOptions pictures();

  PictureLearning learning();

  /** A network for those pictures, not yet trained. */
  Network network(PictureSet pictures);

  /** Every flag with its value, as {@link Settings} reads it back: what a checkpoint keeps. */
  Map<String, Object> settings();

  @Override default String data() {
    return pictures().name();
  }

  @Override default Map<String, Object> train(TrainingRun run) {
    return new ClassifierRun(run, this).train();
  }
}
