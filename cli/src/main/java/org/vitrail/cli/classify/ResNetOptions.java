package org.vitrail.cli.classify;

import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.Settings;
import org.vitrail.vit.ResNet;
import org.vitrail.vit.classify.Network;
import org.vitrail.vit.classify.PictureSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a residual network is made and trained: the flags of {@code train resnet}. */
@Command(
    description = "Train a residual network to tell pictures apart, and write a report.",
    footer = {
      "  vitrail train resnet --data scenes --eval-every 0       42 classes of generated pictures",
      "  vitrail train resnet --data photos --image-size 224 --stem large --bottleneck --depths 3,4,6,3",
      "  vitrail train resnet --resume runs/resnet-scenes        go on where Ctrl-C or a crash stopped it"
    })
public final class ResNetOptions implements ClassifierOptions {
  /** Values where the recipe is another than that of a vision transformer. */
  static final Map<String, Object> RECIPE =
      Map.of("optimizer", "sgd", "lr", 0.1, "warmup", 0, "weight-decay", "5e-4", "clip", 0);

  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Mixin private PictureOptions pictures;
  @Mixin private StageOptions stages;

  @Option(names = "--bottleneck", defaultValue = "false", fallbackValue = "true",
      description = "Blocks of three convolutions, narrow inside, in place of two.")
  private boolean bottleneck;

  @Mixin private PictureLearning learning;

  @Override public String command() {
    return "resnet";
  }

  @Override public Map<String, Object> recipe() {
    return RECIPE;
  }

  @Override public PictureOptions pictures() {
    return pictures;
  }

  @Override public PictureLearning learning() {
    return learning;
  }

  @Override public Network network(PictureSet pictures) {
    stages.check();
    for (int width : stages.widths) {
      UserError.unless(!bottleneck || width >= 4,
          "--widths " + width + " is too narrow for a --bottleneck of a quarter");
    }
    var config = new ResNet.Config(pictures.channels(), stages.stemWidth, stages.widths, stages.depths, bottleneck,
        false, false, stages.smallStem(), pictures.classes().size());
    return Network.of(ResNet.of(config, learning.init()),
        new Network.Input(pictures.height(), pictures.width(), pictures.channels()));
  }

  @Override public Map<String, Object> settings() {
    return Settings.of(spec.mixins().get(MIXIN));
  }
}
