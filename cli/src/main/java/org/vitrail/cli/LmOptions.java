package org.vitrail.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderMap;
import org.vitrail.llm.decoder.HfFolder;
import org.vitrail.llm.token.BpeTrainer;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.llm.train.Lora;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.Clipping;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.nn.train.Plan;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a language model is made and trained: the flags of {@code train lm}, which a file can give as well. */
final class LmOptions {
  /** What a tokenizer makes one token of. */
  enum Tokens { CHAR, WORD, BPE }

  /** Which family a model follows. */
  enum Style { GPT2, LLAMA }

  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Option(names = "--data", paramLabel = "FILE", description = "A text file to learn from.")
  Path data;

  @Option(names = "--tokenizer", paramLabel = "KIND", defaultValue = "char",
      description = "What is one token: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  Tokens tokenizer;

  @Option(names = "--vocabulary", paramLabel = "N", defaultValue = "1024",
      description = "Tokens that --tokenizer bpe learns from the text (${DEFAULT-VALUE}).")
  int vocabulary;

  @Option(names = "--lines", defaultValue = "false", fallbackValue = "true",
      description = "Each line of the file is a text of its own, such as a caption; needs --tokenizer word.")
  boolean lines;

  @Option(names = "--init-from", paramLabel = "FOLDER",
      description = "Begin with the model and the tokenizer of a folder, whatever the flags say of its size.")
  Path initFrom;

  @Option(names = "--lora", paramLabel = "RANK", defaultValue = "0",
      description = "Learn only adapters of this rank beside frozen weights, 0 for all weights (${DEFAULT-VALUE}).")
  int lora;

  @Option(names = "--style", paramLabel = "FAMILY", defaultValue = "gpt2",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  Style style;

  @Option(names = "--layers", paramLabel = "N", defaultValue = "4",
      description = "Number of layers (${DEFAULT-VALUE}).")
  int layers;

  @Option(names = "--heads", paramLabel = "N", defaultValue = "4", description = "Heads of queries (${DEFAULT-VALUE}).")
  int heads;

  @Option(names = "--kv-heads", paramLabel = "N", defaultValue = "0",
      description = "Heads of keys and values of a Llama, 0 for as many as queries (${DEFAULT-VALUE}).")
  int keyValueHeads;

  @Option(names = "--width", paramLabel = "N", defaultValue = "128",
      description = "Width of the tokens (${DEFAULT-VALUE}).")
  int width;

  @Option(names = "--hidden", paramLabel = "N", defaultValue = "0",
      description = "Width inside the MLP, 0 for 4 times the width, or 8/3 in a Llama (${DEFAULT-VALUE}).")
  int hidden;

  @Option(names = "--context", paramLabel = "N", defaultValue = "64",
      description = "Tokens of a row (${DEFAULT-VALUE}).")
  int context;

  @Option(names = "--no-bias", defaultValue = "false", fallbackValue = "true",
      description = "Leave the biases of a GPT-2 at 0, as nanoGPT does.")
  boolean noBias;

  @Option(names = "--init-std", paramLabel = "X", defaultValue = "0.02",
      description = "Standard deviation of the first weights (${DEFAULT-VALUE}).")
  double initStd;

  @Option(names = "--steps", paramLabel = "N", defaultValue = "2000",
      description = "Training steps (${DEFAULT-VALUE}).")
  int steps;

  @Option(names = "--batch", paramLabel = "N", defaultValue = "12", description = "Rows in a step (${DEFAULT-VALUE}).")
  int batch;

  @Option(names = "--lr", paramLabel = "X", defaultValue = "1e-3",
      description = "Learning rate after the warm-up (${DEFAULT-VALUE}).")
  double learningRate;

  @Option(names = "--min-lr", paramLabel = "X", defaultValue = "1e-4",
      description = "Learning rate at the end (${DEFAULT-VALUE}).")
  double leastRate;

  @Option(names = "--warmup", paramLabel = "N", defaultValue = "100",
      description = "Steps of linear warm-up (${DEFAULT-VALUE}).")
  int warmup;

  @Option(names = "--beta2", paramLabel = "X", defaultValue = "0.99",
      description = "AdamW's memory of squares (${DEFAULT-VALUE}).")
  double beta2;

  @Option(names = "--weight-decay", paramLabel = "X", defaultValue = "0.1",
      description = "Weight decay of AdamW (${DEFAULT-VALUE}).")
  double weightDecay;

  @Option(names = "--clip", paramLabel = "X", defaultValue = "1",
      description = "Bound on the norm of the gradients, 0 for none (${DEFAULT-VALUE}).")
  double clip;

  @Option(names = "--eval-every", paramLabel = "N", defaultValue = "250",
      description = "Steps between evaluations on the held-out part, 0 for one at the end (${DEFAULT-VALUE}).")
  int evaluateEvery;

  @Option(names = "--eval-batches", paramLabel = "N", defaultValue = "200",
      description = "Batches of an evaluation (${DEFAULT-VALUE}).")
  int evaluationBatches;

  @Option(names = "--checkpoint-every", paramLabel = "N", defaultValue = "500",
      description = "Steps between checkpoints, 0 for one at the end (${DEFAULT-VALUE}).")
  int checkpointEvery;

  @Option(names = "--sample", paramLabel = "N", defaultValue = "200",
      description = "Tokens of the sample that each evaluation writes, 0 for none (${DEFAULT-VALUE}).")
  int sample;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Names every random number (${DEFAULT-VALUE}).")
  long seed;

  /** The tokenizer in {@code folder}, made for {@code text} if none is there yet. */
  Tokenizer tokenizer(String text, Path folder) throws IOException {
    if (!Files.exists(folder)) {
      if (initFrom != null) TokenizerFiles.copy(initFrom, folder);
      else switch (tokenizer) {
        case CHAR -> Symbols.characters(text).save(folder);
        case WORD -> Symbols.words(text).save(folder);
        case BPE -> BpeTrainer.train(List.of(text), vocabulary, List.of("<|endoftext|>")).save(folder);
      }
    }
    return Tokenizers.open(folder);
  }

  /** The model that learns. */
  Decoder decoder(Tokenizer tokens) throws IOException {
    if (initFrom == null) {
      require(lora == 0, "--lora needs a model to adapt; name it with --init-from FOLDER");
      return Decoder.of(model(tokens.size()), init());
    }
    var decoder = HfFolder.open(initFrom);
    require(tokens.size() <= decoder.config().vocabulary(), initFrom + " has a tokenizer of " + tokens.size()
        + " tokens, more than the " + decoder.config().vocabulary() + " of its model");
    require(context <= decoder.config().context(), "--context " + context + " is more than the "
        + decoder.config().context() + " of " + initFrom);
    return lora == 0 ? decoder : adapters().adapt(decoder, Init.of(seed));
  }

  /** Adapters on all maps. */
  Lora adapters() {
    require(lora > 0, "--lora " + lora + " must be at least 1");
    return new Lora(lora, 2.0 * lora, EnumSet.allOf(DecoderMap.class));
  }

  /** The model for a vocabulary of this size. */
  private DecoderConfig model(int vocabulary) {
    require(width > 0 && heads > 0 && width % heads == 0, "--width " + width + " must be a multiple of --heads " + heads);
    require(layers > 0 && context > 0, "--layers and --context must be at least 1");
    require(hidden >= 0 && keyValueHeads >= 0, "--hidden and --kv-heads must not be negative");
    int shared = keyValueHeads == 0 ? heads : keyValueHeads;
    require(heads % shared == 0, "--heads " + heads + " must be a multiple of --kv-heads " + shared);
    return style == Style.GPT2 ? gpt2(vocabulary) : llama(vocabulary, shared);
  }

  private DecoderConfig gpt2(int vocabulary) {
    require(keyValueHeads == 0 || keyValueHeads == heads, "--kv-heads needs --style llama");
    return DecoderConfig.gpt2(vocabulary, context, width, layers, heads, hidden == 0 ? 4 * width : hidden);
  }

  private DecoderConfig llama(int vocabulary, int shared) {
    require(width / heads % 2 == 0, "--width " + width + " must leave --heads " + heads + " an even width each");
    return DecoderConfig.llama(vocabulary, context, width, layers, heads, shared,
        hidden == 0 ? (8 * width / 3 + 7) / 8 * 8 : hidden);
  }

  /** Where the model begins. */
  private Init init() {
    require(initStd > 0, "--init-std " + initStd + " must be greater than 0");
    return Init.of(seed).withStd(initStd);
  }

  /** How that model is trained. */
  Plan plan() {
    require(steps > 0 && batch > 0, "--steps and --batch must be at least 1");
    require(warmup >= 0 && warmup < steps, "--warmup " + warmup + " must be at least 0 and less than --steps " + steps);
    require(learningRate > 0 && leastRate >= 0, "--lr must be greater than 0, --min-lr not negative");
    require(beta2 >= 0 && beta2 < 1, "--beta2 " + beta2 + " must be at least 0 and less than 1");
    require(weightDecay >= 0 && clip >= 0, "--weight-decay and --clip must not be negative");
    require(evaluationBatches > 0 && sample >= 0, "--eval-batches must be at least 1, --sample not negative");
    return new Plan(steps, Schedule.cosine(learningRate, leastRate, steps - warmup).afterWarmup(warmup), seed)
        .clipping(clip > 0 ? Clipping.byNorm(clip) : Clipping.none())
        .evaluateEvery(evaluateEvery).checkpointEvery(checkpointEvery, 2);
  }

  static void require(boolean holds, String sentence) {
    if (!holds) throw new UserError(sentence);
  }

  /** Every flag with its value, as {@link Settings} reads it back: what a checkpoint keeps. */
  Map<String, Object> settings() {
    return Settings.of(spec.mixins().get("lm"));
  }
}
