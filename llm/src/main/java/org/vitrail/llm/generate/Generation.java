package org.vitrail.llm.generate;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.vitrail.llm.generate.constrain.Constraint;
import org.vitrail.llm.generate.sample.MinP;
import org.vitrail.llm.generate.sample.NoRepeatNgrams;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.RepetitionPenalty;
import org.vitrail.llm.generate.sample.TopK;
import org.vitrail.llm.generate.sample.TopP;
import org.vitrail.llm.generate.sample.Typical;
import org.vitrail.llm.token.Tokenizer;

/**
 * How to go on from a prompt:
 * {@snippet :
 * Generation.with(model, tokenizer).temperature(0.8).topP(0.9).seed(1).stop("\n\n").generate("Once upon").text();
 * }
 * Greedy, 128 tokens, unless told otherwise. Scores are processed in the order of transformers: guidance, repetition,
 * n-grams, least length, suppressed tokens, own processors and constraint, temperature, top-k, top-p, min-p, typical.
 */
public final class Generation {
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final Settings settings;

  private Generation(LanguageModel model, Tokenizer tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.settings = new Settings(tokenizer);
  }

  public static Generation with(LanguageModel model, Tokenizer tokenizer) {
    return new Generation(model, tokenizer);
  }

  /** Most tokens to generate. */
  public Generation maxTokens(int n) {
    settings.maxTokens = n;
    return this;
  }

  /** Fewest tokens before an end token is allowed. */
  public Generation minTokens(int n) {
    settings.minTokens = n;
    return this;
  }

  /** 0, the default, always takes the likeliest token; above it tokens are drawn. */
  public Generation temperature(double t) {
    if (!(t >= 0)) throw new IllegalArgumentException("the temperature must be 0 or more, not " + t);
    settings.temperature = t;
    return this;
  }

  /** See {@link TopK}; 0 for no bound. */
  public Generation topK(int k) {
    settings.topK = k;
    return this;
  }

  /** See {@link TopP}. */
  public Generation topP(double p) {
    settings.topP = p;
    return this;
  }

  /** See {@link MinP}. */
  public Generation minP(double share) {
    settings.minP = share;
    return this;
  }

  /** See {@link Typical}. */
  public Generation typical(double mass) {
    settings.typical = mass;
    return this;
  }

  /** See {@link RepetitionPenalty}. */
  public Generation repetitionPenalty(double penalty) {
    settings.repetitionPenalty = penalty;
    return this;
  }

  /** See {@link NoRepeatNgrams}; 0 for none. */
  public Generation noRepeatNgrams(int size) {
    settings.ngrams = size;
    return this;
  }

  /** Tokens that are never chosen. */
  public Generation suppress(int... tokens) {
    for (int token : tokens) settings.suppressed.set(token);
    return this;
  }

  /** Moves {@code scale} times as far from what follows {@code prompt} as the model does; see {@link Guidance}. */
  public Generation guidance(double scale, String prompt) {
    settings.guidance = scale;
    settings.avoided = tokenizer.encode(prompt);
    return this;
  }

  /** A processor of scores, a new one for each text. */
  public Generation processor(Supplier<Processor> processor) {
    settings.own.add(processor);
    return this;
  }

  /** Texts of the same seed are the same; each of several prompts has a stream of its settings.own. */
  public Generation seed(long seed) {
    settings.seed = seed;
    return this;
  }

  /** Texts that end the text; they are not part of it. */
  public Generation stop(String... texts) {
    for (var text : texts) if (!text.isEmpty()) settings.stops.add(text);
    return this;
  }

  /** Tokens put before each prompt that is a string. */
  public Generation begin(int... tokens) {
    settings.begin = tokens;
    return this;
  }

  /** Tokens that end the text. */
  public Generation end(int... tokens) {
    for (int token : tokens) settings.ends.set(token);
    return this;
  }

  /** Also gives the log-probability of each token. */
  public Generation logProbabilities() {
    settings.logProbabilities = true;
    return this;
  }

  /** Looks for the likeliest text instead of choosing token by token; greedy, and without stop strings. */
  public Generation beams(BeamSearch search) {
    settings.beams = search;
    return this;
  }

  /** Lets the text be only what satisfies {@code constraint}. */
  public Generation constraint(Constraint constraint) {
    settings.constraint = constraint;
    return this;
  }

  /** Lets a draft guess ahead: the same distribution of texts with fewer readings of the model. Single prompts only. */
  public Generation draft(Draft draft) {
    settings.draft = draft;
    return this;
  }

  /** Reads no beginning of a prompt twice. Single prompts only. */
  public Generation cache(PromptCache cache) {
    settings.cache = cache;
    return this;
  }

  /** Ends with what is there as soon as this is true; asked after each token. */
  public Generation cancelWhen(BooleanSupplier cancelled) {
    settings.cancelled = cancelled;
    return this;
  }

  public Completion generate(String prompt) {
    return stream(prompt, piece -> {});
  }

  public Completion generate(int... prompt) {
    return stream(prompt, piece -> {});
  }

  /** Gives {@code listener} each piece of text as soon as it is certain: no half character or part of a stop string. */
  public Completion stream(String prompt, Consumer<String> listener) {
    return stream(encode(prompt), listener);
  }

  /** As {@link #stream(String, Consumer)}, after tokens. */
  public Completion stream(int[] prompt, Consumer<String> listener) {
    return writer().write(prompt, 0, listener);
  }

  /** Goes on from several prompts at once: less work than one after the other, with the same result. */
  public List<Completion> generate(List<String> prompts) {
    return generateAll(prompts.stream().map(this::encode).toList());
  }

  /** As {@link #generate(List)}, after tokens. */
  public List<Completion> generateAll(List<int[]> prompts) {
    return writer().writeAll(prompts);
  }

  private Writer writer() {
    return new Writer(model, settings);
  }

  private int[] encode(String prompt) {
    return IntStream.concat(IntStream.of(settings.begin), IntStream.of(tokenizer.encode(prompt))).toArray();
  }
}
