package org.vitrail.cli.contrastive;

import org.vitrail.cli.console.UserError;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.nn.Init;
import org.vitrail.vit.Vit;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.llip.Llip;
import org.vitrail.vlm.llip.Mixer;
import org.vitrail.vlm.loss.Objective;
import org.vitrail.vlm.loss.Sigmoid;
import org.vitrail.vlm.tower.TextPooling;
import org.vitrail.vlm.tower.TextTower;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The flags of {@code vitrail train llip}. */
@Command(
    description = {"Train a Llip: what a caption speaks of decides how a picture is seen; write a report.",
      "It is for pictures with several captions each, as --object-captions gives."},
    footer = {
      "  vitrail train llip --data scenes --object-captions",
      "  vitrail train llip --data scenes --object-captions --mixture-tokens 16",
      "  vitrail train llip --resume runs/llip-scenes   go on where Ctrl-C stopped it"
    })
public final class LlipOptions extends ContrastiveOptions {
  @Option(names = "--mixture-tokens", paramLabel = "N", defaultValue = "8",
      description = "Tokens of a picture that a text mixes (${DEFAULT-VALUE}).")
  private int mixtureTokens;

  @Option(names = "--temperature", paramLabel = "X", defaultValue = "1",
      description = "Of the softmax over mixture tokens: less makes a text choose more sharply (${DEFAULT-VALUE}).")
  private double temperature;

  @Override public String command() {
    return "llip";
  }

  @Override void check() {
    super.check();
    UserError.unless(mixtureTokens > 0, "--mixture-tokens must be at least 1");
    UserError.unless(temperature > 0, "--temperature " + temperature + " must be greater than 0");
  }

  @Override DualEncoder model(Tokenizer tokens, int side, Init init) {
    var image = Llip.Config.image(new Vit.Input(side, side, 3, patch), mixtureTokens, layers, clipBlock(false));
    var text = new TextTower.Config(tokens.size(), context, textLayers, clipBlock(true),
        new TextPooling.FirstOf(tokens.specials().eos().getFirst()), width, false);
    return Llip.of(new Llip.Config(image, text, new Mixer.Config(heads, width / heads, temperature)), init);
  }

  @Override Objective objective() {
    return new Sigmoid();
  }
}
