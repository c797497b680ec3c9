package org.vitrail.cli.contrastive;

import org.vitrail.llm.token.Tokenizer;
import org.vitrail.nn.Init;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.loss.Objective;
import org.vitrail.vlm.loss.Sigmoid;
import org.vitrail.vlm.siglip.Siglip;
import picocli.CommandLine.Command;

/** The flags of {@code vitrail train siglip}. */
@Command(
    description = "Train a SigLIP: whether a picture and a caption fit is asked of each pair alone; write a report.",
    footer = {
      "  vitrail train siglip --data scenes",
      "  vitrail train siglip --data scenes --batch 16 --steps 8000   small batches are its strength",
      "  vitrail train siglip --data photos/ --image-size 64 --patch 8   a .txt beside each picture",
      "  vitrail train siglip --resume runs/siglip-scenes   go on where Ctrl-C stopped it"
    })
public final class SiglipOptions extends ContrastiveOptions {
  @Override public String command() {
    return "siglip";
  }

  @Override DualEncoder model(Tokenizer tokens, int side, Init init) {
    return Siglip.of(Siglip.Config.of(side, patch, width, layers, heads, tokens.size(), context, textLayers), init);
  }

  @Override Objective objective() {
    return new Sigmoid();
  }
}
