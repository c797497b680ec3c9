package org.vitrail.cli.language;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.train.LearningOptions;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderMap;
import org.vitrail.llm.decoder.HfFolder;
import org.vitrail.llm.token.BpeTrainer;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.train.Lora;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.Init;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a language model is made and trained: the flags of {@code train lm}, which a file can give as well. */
final class LmOptions {
  /** Which family a model follows. */
  enum Style { GPT2, LLAMA }

  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Mixin TextOptions text;

  @Option(names = "--tokenizer", paramLabel = "KIND|PATH", defaultValue = "char",
      description = "What is one token: char, word or bpe, or a vocabulary that is there (${DEFAULT-VALUE}).")
  String tokenizer;

  @Option(names = "--lines", defaultValue = "false", fallbackValue = "true",
      description = "Each line of the file is a text of its own, such as a caption; needs --tokenizer word.")
  boolean lines;

  @Mixin BaseModel base;

  @Option(names = "--lora", paramLabel = "RANK", defaultValue = "0",
      description = "Learn only adapters of this rank beside frozen weights, 0 for all weights (${DEFAULT-VALUE}).")
  int lora;

  @Option(names = "--style", paramLabel = "FAMILY", defaultValue = "gpt2",
      description = "What the model is built like: gpt2 or llama (${DEFAULT-VALUE}).")
  Style style;

  @Mixin StackOptions stack;

  @Option(names = "--kv-heads", paramLabel = "N", defaultValue = "0",
      description = "Heads of keys and values of a Llama, 0 for as many as queries (${DEFAULT-VALUE}).")
  private int keyValueHeads;

  @Option(names = "--no-bias", defaultValue = "false", fallbackValue = "true",
      description = "Leave the biases of a GPT-2 at 0, as nanoGPT does.")
  boolean noBias;

  @Mixin LearningOptions learning;
  @Mixin TextLearningOptions onText;

  @Option(names = "--sample", paramLabel = "N", defaultValue = "200",
      description = "Tokens of the sample that each evaluation writes, 0 for none (${DEFAULT-VALUE}).")
  int sample;

  void check() {
    text.file();
    stack.check();
    learning.check();
    onText.check();
    UserError.unless(keyValueHeads >= 0 && lora >= 0 && sample >= 0,
        "--kv-heads, --lora and --sample must not be negative");
    UserError.unless(!lines || base.isGiven() || !List.of("char", "bpe").contains(tokenizer.toLowerCase(Locale.ROOT)),
        "--lines needs --tokenizer word, whose vocabulary has tokens that begin and end a text");
    UserError.unless(lora == 0 || base.isGiven(), "--lora needs a model to adapt; name it with --init-from FOLDER");
  }

  /** A tokenizer for {@code words}, or that of the model to begin with. */
  RunTokenizer tokenizer(String words) throws IOException {
    if (base.isGiven()) return base.tokenizer();
    return switch (tokenizer.toLowerCase(Locale.ROOT)) {
      case "char" -> RunTokenizer.make(Symbols.characters(words)::save);
      case "word" -> RunTokenizer.make(Symbols.words(words)::save);
      case "bpe" ->
          RunTokenizer.make(BpeTrainer.train(List.of(words), text.vocabulary, List.of("<|endoftext|>"))::save);
      default -> RunTokenizer.at(tokenizer, "char, word, bpe");
    };
  }

  /** The model that learns. */
  Decoder decoder(Tokenizer tokens) throws IOException {
    var decoder = (base.isGiven() ? opened(tokens) : Decoder.of(model(tokens.size()), stack.init(learning.seed)))
        .withDropout(onText.dropout);
    return lora == 0 ? decoder : adapters().adapt(decoder, Init.of(learning.seed));
  }

  private Decoder opened(Tokenizer tokens) throws IOException {
    var decoder = HfFolder.open(base.folder());
    base.requireRoom(decoder.config().vocabulary(), decoder.config().context(), tokens, stack);
    return decoder;
  }

  /** Adapters on all maps. */
  Lora adapters() {
    return new Lora(lora, 2.0 * lora, EnumSet.allOf(DecoderMap.class));
  }

  /** The model for a vocabulary of this size. */
  private DecoderConfig model(int vocabulary) {
    int shared = keyValueHeads == 0 ? stack.heads : keyValueHeads;
    UserError.unless(stack.heads % shared == 0,
        "--heads " + stack.heads + " must be a multiple of --kv-heads " + shared);
    return style == Style.GPT2 ? gpt2(vocabulary) : llama(vocabulary, shared);
  }

  private DecoderConfig gpt2(int vocabulary) {
    UserError.unless(keyValueHeads == 0 || keyValueHeads == stack.heads, "--kv-heads needs --style llama");
    return DecoderConfig.gpt2(vocabulary, stack.context, stack.width, stack.layers, stack.heads,
        stack.hidden(4 * stack.width));
  }

  private DecoderConfig llama(int vocabulary, int shared) {
    UserError.unless(stack.width / stack.heads % 2 == 0,
        "--width " + stack.width + " must leave --heads " + stack.heads + " an even width each");
    return DecoderConfig.llama(vocabulary, stack.context, stack.width, stack.layers, stack.heads, shared,
        stack.hidden((8 * stack.width / 3 + 7) / 8 * 8));
  }

  /** Every flag with its value, as {@link Settings} reads it back: what a checkpoint keeps. */
  Map<String, Object> settings() {
    return Settings.of(spec.mixins().get("lm"));
  }

  /** The same for a person: the sizes are those of the model, whatever the flags leave to it. */
  Map<String, Object> facts(DecoderConfig model) {
    var facts = settings();
    facts.putAll(Map.of("vocabulary", model.vocabulary(), "context", model.context(), "width", model.width(),
        "layers", model.layers().size(), "heads", model.heads().queries(), "kv-heads", model.heads().keyValues(),
        "hidden", model.mlp().hidden()));
    return facts;
  }
}
