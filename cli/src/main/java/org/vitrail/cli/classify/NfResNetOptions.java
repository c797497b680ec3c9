package org.vitrail.cli.classify;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.Settings;
import org.vitrail.nn.Activation;
import org.vitrail.vit.NfBlock;
import org.vitrail.vit.NfNet;
import org.vitrail.vit.NfStem;
import org.vitrail.vit.classify.Network;
import org.vitrail.vit.classify.PictureSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How a residual network without norms is made and trained: the flags of {@code train nf-resnet}. No norm brings
 * pictures to a common scale on their way, so that their mean and deviation are measured first.
 */
@Command(
    description = "Train a residual network without norms to tell pictures apart, and write a report.",
    footer = {
      "  vitrail train nf-resnet --data scenes                42 classes of generated pictures",
      "  vitrail train nf-resnet --data scenes --batch 4 --lr 0.02 --steps 4000   as good with few pictures in a step",
      "  vitrail train nf-resnet --resume runs/nf-resnet-scenes"
    })
public final class NfResNetOptions implements ClassifierOptions {
  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Mixin private PictureOptions pictures;
  @Mixin private StageOptions stages;

  @Option(names = "--bottleneck", paramLabel = "X", defaultValue = "0.25",
      description = "Width inside a block, as a share of its output (${DEFAULT-VALUE}).")
  private double bottleneck;

  @Option(names = "--activation", paramLabel = "NAME", defaultValue = "relu",
      description = "relu, gelu, silu or tanh (${DEFAULT-VALUE}).")
  private String activation;

  @Option(names = "--alpha", paramLabel = "X", defaultValue = "0.2",
      description = "Share of a residual that is added to its input (${DEFAULT-VALUE}).")
  private double alpha;

  @Option(names = "--skip-init", defaultValue = "false", fallbackValue = "true",
      description = "Let blocks begin as their shortcut by a factor of their own, not by a gain of 0.")
  private boolean skipInit;

  @Option(names = "--drop-path", paramLabel = "P", defaultValue = "0",
      description = "Probability of skipping the last block, less for the earlier ones (${DEFAULT-VALUE}).")
  private double dropPath;

  @Mixin private PictureLearning learning;

  @Override public String command() {
    return "nf-resnet";
  }

  /** As that of a residual network with norms. */
  @Override public Map<String, Object> recipe() {
    var recipe = new LinkedHashMap<>(ResNetOptions.RECIPE);
    recipe.put("widths", "32,64,128,256");
    return recipe;
  }

  @Override public PictureOptions pictures() {
    return pictures;
  }

  @Override public PictureLearning learning() {
    return learning;
  }

  @Override public Network network(PictureSet pictures) {
    stages.check();
    UserError.unless(bottleneck > 0 && alpha > 0, "--bottleneck and --alpha must be greater than 0");
    UserError.unless(dropPath >= 0 && dropPath < 1, "--drop-path " + dropPath + " must be at least 0 and less than 1");
    var block = new NfBlock.Config(Activation.named(activation), alpha, bottleneck, 1, 0, false, false, null, false,
        false, skipInit, 1e-5, dropPath);
    var stem = stages.smallStem() ? NfStem.SMALL : NfStem.named("7x7_pool");
    var config = new NfNet.Config(pictures.channels(), stem, stages.stemWidth, stages.widths, stages.depths, block, 0,
        pictures.classes().size());
    return Network.of(NfNet.of(config, learning.init()), Network.Input.standardizing(pictures));
  }

  @Override public Map<String, Object> settings() {
    return Settings.of(spec.mixins().get(MIXIN));
  }
}
