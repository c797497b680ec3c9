package org.vitrail.cli.contrastive;

import java.util.List;
import org.vitrail.cli.console.UserError;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.nn.Init;
import org.vitrail.vit.Vit;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.clip.Clip;
import org.vitrail.vlm.loss.Objective;
import org.vitrail.vlm.loss.Softmax;
import org.vitrail.vlm.tower.ImageTower;
import org.vitrail.vlm.tower.ResNetTower;
import org.vitrail.vlm.tower.TextPooling;
import org.vitrail.vlm.tower.TextTower;
import org.vitrail.vlm.tower.VitTower;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The flags of {@code vitrail train clip}. */
@Command(
    description = "Train a CLIP: of all captions of a batch a picture finds its own, and write a report.",
    footer = {
      "  vitrail train clip --data scenes",
      "  vitrail train clip --data scenes --tower resnet --image-size 64",
      "  vitrail train clip --hard-negatives --families relation,single --items 32000 --steps 4000   left and right",
      "  vitrail train clip --data photos/ --image-size 64 --patch 8   a .txt beside each picture",
      "  vitrail train clip --data scenes --batch 512 --gradient-cache 64   a large batch in little memory",
      "  vitrail train clip --data captions.csv --tokenizer clip-vit-base-patch32/",
      "  vitrail train clip --resume runs/clip-scenes   go on where Ctrl-C stopped it"
    })
public final class ClipOptions extends ContrastiveOptions {
  /** What looks at pictures. */
  enum Tower { VIT, RESNET }

  @Option(names = "--tower", paramLabel = "KIND", defaultValue = "vit",
      description = "What looks at pictures: vit, or resnet with attention in place of the last pool "
          + "(${DEFAULT-VALUE}).")
  private Tower tower;

  @Option(names = "--resnet-width", paramLabel = "N", defaultValue = "16",
      description = "Channels of the stem of --tower resnet, whose stages end with 4 to 32 times as many "
          + "(${DEFAULT-VALUE}).")
  private int resNetWidth;

  @Option(names = "--dimension", paramLabel = "N", defaultValue = "64",
      description = "Numbers in a vector of the common space (${DEFAULT-VALUE}).")
  private int dimension;

  @Option(names = "--smoothing", paramLabel = "X", defaultValue = "0",
      description = "Label smoothing over the texts of a batch (${DEFAULT-VALUE}).")
  private double smoothing;

  @Override public String command() {
    return "clip";
  }

  @Override void check() {
    super.check();
    UserError.unless(dimension > 0, "--dimension must be at least 1");
    UserError.unless(smoothing >= 0 && smoothing < 1,
        "--smoothing " + smoothing + " must be at least 0 and less than 1");
    UserError.unless(tower == Tower.VIT || captions.side() % 32 == 0 && captions.side() > 32,
        "--tower resnet halves pictures five times: give --image-size 64, or another multiple of 32 above it");
  }

  @Override DualEncoder model(Tokenizer tokens, int side, Init init) {
    var text = new TextTower.Config(tokens.size(), context, textLayers, clipBlock(true),
        new TextPooling.FirstOf(tokens.specials().eos().getFirst()), dimension, false);
    return Clip.of(new Clip.Config(image(side), text, Clip.LOG_SCALE, null), init);
  }

  private ImageTower.Config image(int side) {
    if (tower == Tower.RESNET) {
      return new ResNetTower.Config(List.of(1, 1, 1, 1), resNetWidth, side, 2 * heads, dimension);
    }
    var vit = new Vit.Config(new Vit.Input(side, side, 3, patch), Vit.Tokens.CLASS, new Vit.Entry(false, true), layers,
        clipBlock(false), new Vit.Head(Vit.Pooling.CLASS, false, false, 0));
    return new VitTower.Config(vit, dimension);
  }

  @Override Objective objective() {
    return new Softmax(smoothing);
  }
}
