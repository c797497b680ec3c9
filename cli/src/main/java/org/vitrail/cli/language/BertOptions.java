package org.vitrail.cli.language;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.train.LearningOptions;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.llm.bert.Bert;
import org.vitrail.llm.bert.BertConfig;
import org.vitrail.llm.bert.HfBertFolder;
import org.vitrail.llm.token.BpeTrainer;
import org.vitrail.llm.train.MaskedText;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.Activation;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a BERT is made and trained: the flags of {@code train bert}, which a file can give as well. */
final class BertOptions {
  /** Values where BERT's recipe is another than that of a decoder. */
  static final Map<String, Object> RECIPE = Map.of("batch", 64, "lr", "5e-4", "min-lr", 0, "beta2", 0.999,
      "weight-decay", 0.01, "eval-batches", 50);

  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Mixin TextOptions text;

  @Option(names = "--tokenizer", paramLabel = "KIND|PATH", defaultValue = "word",
      description = "What is one token: word or bpe, or a vocabulary that is there (${DEFAULT-VALUE}).")
  private String tokenizer;

  @Mixin private BaseModel base;

  @Mixin StackOptions stack;
  @Mixin LearningOptions learning;
  @Mixin TextLearningOptions onText;

  @Option(names = "--fill", paramLabel = "TEXT",
      description = "A text with a [MASK] that each evaluation fills in, such as \"the [MASK] circle\".")
  String fill;

  @Option(names = "--riddles", paramLabel = "N", defaultValue = "8",
      description = "Held-out lines in which each evaluation fills in a hidden token (${DEFAULT-VALUE}).")
  int riddles;

  void check() {
    text.file();
    stack.check();
    learning.check();
    onText.check();
    UserError.unless(riddles >= 0, "--riddles must not be negative");
    UserError.unless(fill == null || fill.contains(Symbols.MASK),
        "--fill '" + fill + "' has no [MASK]; write it where a word is missing");
  }

  /** A tokenizer for {@code lines}, or that of the model to begin with. */
  RunTokenizer tokenizer(String lines) throws IOException {
    if (base.isGiven()) return base.tokenizer();
    return switch (tokenizer.toLowerCase(Locale.ROOT)) {
      case "word" -> RunTokenizer.make(Symbols.words(lines)::save);
      case "bpe" -> RunTokenizer.make(BpeTrainer.train(List.of(lines), text.vocabulary, Symbols.SPECIAL)::save);
      default -> RunTokenizer.at(tokenizer, "word, bpe");
    };
  }

  /** The model that learns; a new one has a head for masked words alone. */
  Bert bert(MaskedText masked) throws IOException {
    return base.isGiven() ? opened(masked).withDropout(onText.dropout) : made(masked);
  }

  private Bert opened(MaskedText masked) throws IOException {
    var bert = HfBertFolder.open(base.folder());
    UserError.unless(bert.wordHead() != null, "--init-from " + base.name()
        + ": the model has no head for masked words; begin with one that was trained to restore them");
    base.requireRoom(bert.config().vocabulary(), bert.config().context(), masked.tokenizer(), stack);
    UserError.unless(bert.config().padding() == masked.padding(), "--init-from " + base.name()
        + ": config.json has pad_token_id " + bert.config().padding() + ", its tokenizer " + masked.padding());
    return bert;
  }

  private Bert made(MaskedText masked) {
    var config = new BertConfig(masked.tokenizer().size(), stack.context, 2, stack.width, stack.layers, stack.heads,
        stack.hidden(4 * stack.width), Activation.GELU, 1e-12, onText.dropout, masked.padding(), false,
        BertConfig.Heads.WORDS);
    return Bert.of(config, stack.init(learning.seed));
  }

  /** Every flag with its value, as {@link Settings} reads it back: what a checkpoint keeps. */
  Map<String, Object> settings() {
    return Settings.of(spec.mixins().get("bert"));
  }

  /** The same for a person: the sizes are those of the model, whatever the flags leave to it. */
  Map<String, Object> facts(BertConfig model) {
    var facts = settings();
    facts.putAll(Map.of("vocabulary", model.vocabulary(), "width", model.width(), "layers", model.depth(), "heads",
        model.attentionHeads(), "hidden", model.hidden()));
    return facts;
  }
}
