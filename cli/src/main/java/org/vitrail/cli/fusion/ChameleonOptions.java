package org.vitrail.cli.fusion;

import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig.Placement;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderInit;
import org.vitrail.nn.Init;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.MixedVocabulary;
import org.vitrail.vlm.vq.Vq;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The flags of {@code vitrail train chameleon}. */
@Command(
    description = "Train a Chameleon: one decoder that reads and writes words and pictures, and write a report.",
    footer = {
      "  vitrail train vq                                        first a tokenizer of pictures",
      "  vitrail train chameleon --vq runs/vq-scenes             then the model that writes",
      "  vitrail train chameleon --vq runs/vq-scenes --norm after",
      "  vitrail train chameleon --vq runs/vq-photos --data photos/ --context 160",
      "  vitrail train chameleon --resume runs/chameleon-scenes   go on where Ctrl-C stopped it",
      "  vitrail imagine --model runs/chameleon-scenes \"a large green circle\""
    })
public final class ChameleonOptions extends MixedOptions {
  private static final Map<String, Object> RECIPE = Map.of("steps", 3000, "batch", 64, "lr", "1e-3", "min-lr", 0, "beta2",
      0.95, "weight-decay", 0.1);

  @Option(names = "--norm", paramLabel = "WHERE", defaultValue = "before",
      description = "Whether attention and MLP are normalised before (Chameleon 7B) or after, as what they add (34B) "
          + "(${DEFAULT-VALUE}).")
  private Placement norm;

  @Option(names = "--no-qk-norm", defaultValue = "false", fallbackValue = "true",
      description = "Leave queries and keys as they are, to see what their norm is good for.")
  private boolean noHeadNorm;

  @Option(names = "--dropout", paramLabel = "X", defaultValue = "0",
      description = "The share of what attention and MLP add that is dropped in training (${DEFAULT-VALUE}).")
  private double dropout;

  @Override public String command() {
    return "chameleon";
  }

  @Override public Map<String, Object> recipe() {
    return RECIPE;
  }

  @Override public Map<String, Object> train(TrainingRun run) {
    return new ChameleonRun(run, this).train();
  }

  @Override void check() {
    super.check();
    UserError.unless(dropout >= 0 && dropout < 1, "--dropout " + dropout + " must be at least 0 and less than 1");
    UserError.unless(dropout == 0 || norm == Placement.BEFORE,
        "--dropout goes with --norm before: with norms after, Chameleon has none");
    UserError.unless(norm != Placement.AROUND, "--norm around is not Chameleon's; there are before and after");
  }

  @Override MixedModel model(Vq pictures, RunTokenizer words) {
    var vocabulary = MixedVocabulary.of(words.tokenizer(), pictures);
    var c = DecoderConfig.chameleon(vocabulary.size(), context, width, layers, heads, heads, hidden, norm);
    if (noHeadNorm) c = c.withoutHeadNorm();
    var decoder = Decoder.of(c, Init.of(learning.seed), DecoderInit.CHAMELEON).withResidualDropout(dropout);
    return new MixedModel(decoder, pictures, vocabulary, words.tokenizer(), words.files(),
        processor(pictures.config().side()));
  }
}
