package org.vitrail.cli.fusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderInit;
import org.vitrail.nn.Init;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.cm3.CausalMasking;
import org.vitrail.vlm.cm3.Cm3Tokens;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.vq.Vq;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The flags of {@code vitrail train cm3leon}. */
@Command(
    description = "Train a CM3Leon: a decoder of words and pictures that fills gaps and looks documents up, and write a "
        + "report.",
    footer = {
      "  vitrail train vq                                       first a tokenizer of pictures",
      "  vitrail train cm3leon --vq runs/vq-scenes",
      "  vitrail train clip --data scenes                       a model that finds documents that are alike",
      "  vitrail train cm3leon --vq runs/vq-scenes --retriever runs/clip-scenes",
      "  vitrail infill --model runs/cm3leon-scenes --image circle.png \"a [MASK] circle\"",
      "  vitrail train instruct --init-from runs/cm3leon-scenes  tune it to answer and to do what it is told"
    })
public final class Cm3Options extends MixedOptions {
  private static final Map<String, Object> RECIPE = Map.of("steps", 4000, "batch", 48, "lr", "2e-3", "min-lr", 0, "beta2",
      0.95, "weight-decay", 0.1, "context", 160, "hidden", 512);

  @Option(names = "--gaps", paramLabel = "X", defaultValue = "0.5",
      description = "The share of documents with gaps that are filled at their end (${DEFAULT-VALUE}).")
  private double gaps;

  @Option(names = "--max-gaps", paramLabel = "N", defaultValue = "1",
      description = "Most gaps of a document, up to 4 (${DEFAULT-VALUE}).")
  private int maxGaps;

  @Option(names = "--retriever", paramLabel = "MODEL",
      description = "A model of two towers: none, one or two of the documents that it finds closest come before each.")
  private String retriever;

  @Option(names = "--retrieved-weight", paramLabel = "X", defaultValue = "1",
      description = "How much the tokens of documents that were looked up count in the loss (${DEFAULT-VALUE}).")
  double retrievedWeight;

  @Override public String command() {
    return "cm3leon";
  }

  @Override public Map<String, Object> recipe() {
    return RECIPE;
  }

  @Override public Map<String, Object> train(TrainingRun run) {
    return new Cm3Run(run, this).train();
  }

  @Override void check() {
    super.check();
    UserError.unless(gaps >= 0 && gaps <= 1, "--gaps " + gaps + " must be between 0 and 1");
    UserError.unless(maxGaps >= 1 && maxGaps <= 4, "--max-gaps " + maxGaps + " must be 1 to 4");
    UserError.unless(retrievedWeight >= 0, "--retrieved-weight " + retrievedWeight + " must not be negative");
  }

  @Override MixedModel model(Vq pictures, RunTokenizer words) {
    var tokens = Cm3Tokens.of(words.tokenizer(), pictures, documents.areScenes());
    var c = DecoderConfig.cm3leon(tokens.vocabulary().size(), context, width, layers, heads, hidden);
    var decoder = Decoder.of(c, Init.of(learning.seed), DecoderInit.cm3leon(width));
    return new MixedModel(decoder, pictures, tokens.vocabulary(), words.tokenizer(), words.files(),
        processor(pictures.config().side()));
  }

  CausalMasking masking(MixedModel model) {
    return new CausalMasking(model.vocabulary(), Cm3Tokens.marks(model.vocabulary()), gaps, maxGaps);
  }

  /** What finds documents; null for none. */
  VisionText retriever() throws IOException {
    return retriever == null ? null : VisionText.open(Path.of(retriever));
  }
}
