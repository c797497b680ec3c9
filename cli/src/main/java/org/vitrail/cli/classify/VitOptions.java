package org.vitrail.cli.classify;

import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.Settings;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.vit.Vit;
import org.vitrail.vit.classify.Network;
import org.vitrail.vit.classify.PictureSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a vision transformer is made and trained: the flags of {@code train vit}. */
@Command(
    description = "Train a vision transformer to tell pictures apart, and write a report.",
    footer = {
      "  vitrail train vit --data scenes                      42 classes of generated pictures",
      "  vitrail train vit --data digits --patch 2 --shift 1  real handwriting, 8x8 pixels",
      "  vitrail train vit --data photos --image-size 64 --patch 8 --mirror --steps 5000",
      "  vitrail train vit --config my.json --lr 5e-4         settings from a file, one of them changed",
      "  vitrail train vit --data scenes --device opencl      on a GPU",
      "  vitrail train vit --resume runs/vit-scenes           go on where Ctrl-C or a crash stopped it"
    })
public final class VitOptions implements ClassifierOptions {
  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Mixin private PictureOptions pictures;

  @Option(names = "--patch", paramLabel = "PIXELS", defaultValue = "4",
      description = "The side of a patch (${DEFAULT-VALUE}).")
  private int patch;

  @Option(names = "--width", paramLabel = "N", defaultValue = "64",
      description = "Width of the tokens (${DEFAULT-VALUE}).")
  private int width;

  @Option(names = "--depth", paramLabel = "N", defaultValue = "4", description = "Number of blocks (${DEFAULT-VALUE}).")
  private int depth;

  @Option(names = "--heads", paramLabel = "N", defaultValue = "4",
      description = "Attention heads of a block (${DEFAULT-VALUE}).")
  private int heads;

  @Option(names = "--mlp-ratio", paramLabel = "X", defaultValue = "4",
      description = "Width of the hidden layer of a block, as a multiple of the width (${DEFAULT-VALUE}).")
  private double mlpRatio;

  @Option(names = "--init-std", paramLabel = "X", defaultValue = "0.1",
      description = "Standard deviation of the first weights (${DEFAULT-VALUE}); wide models begin with 0.02.")
  private double initStd;

  @Option(names = "--dropout", paramLabel = "P", defaultValue = "0",
      description = "Probability of dropping an element (${DEFAULT-VALUE}).")
  private double dropout;

  @Option(names = "--drop-path", paramLabel = "P", defaultValue = "0",
      description = "Probability of skipping the last block, less for the earlier ones (${DEFAULT-VALUE}).")
  private double dropPath;

  @Mixin private PictureLearning learning;

  @Override public String command() {
    return "vit";
  }

  @Override public PictureOptions pictures() {
    return pictures;
  }

  @Override public PictureLearning learning() {
    return learning;
  }

  @Override public Network network(PictureSet pictures) {
    UserError.unless(initStd > 0, "--init-std " + initStd + " must be greater than 0");
    return Network.of(Vit.of(config(pictures), learning.init().withStd(initStd)));
  }

  private Vit.Config config(PictureSet pictures) {
    UserError.unless(width > 0 && heads > 0 && width % heads == 0,
        "--width " + width + " must be a multiple of --heads " + heads);
    UserError.unless(patch > 0 && pictures.width() % patch == 0 && pictures.height() % patch == 0, "--patch " + patch
        + " must divide the " + pictures.width() + "x" + pictures.height() + " pixels of the pictures");
    UserError.unless(depth > 0, "--depth " + depth + " must be at least 1");
    UserError.unless(mlpRatio * width >= 1, "--mlp-ratio " + mlpRatio + " leaves no hidden layer");
    UserError.unless(dropout >= 0 && dropout < 1 && dropPath >= 0 && dropPath < 1,
        "--dropout and --drop-path must be at least 0 and less than 1");
    var block = new Block.Config(width, heads, (int) Math.round(mlpRatio * width), 1e-6, Activation.GELU, false, true,
        false, 0, dropout, dropPath, false);
    return new Vit.Config(new Vit.Input(pictures.height(), pictures.width(), pictures.channels(), patch),
        Vit.Tokens.CLASS, depth, block, Vit.Head.classifier(pictures.classes().size()));
  }

  @Override public Map<String, Object> settings() {
    return Settings.of(spec.mixins().get(MIXIN));
  }
}
