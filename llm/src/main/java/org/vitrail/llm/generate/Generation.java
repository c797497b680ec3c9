package org.vitrail.llm.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.MinP;
import org.vitrail.llm.generate.sample.MinimumLength;
import org.vitrail.llm.generate.sample.NoRepeatNgrams;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.RepetitionPenalty;
import org.vitrail.llm.generate.sample.Sampler;
import org.vitrail.llm.generate.sample.Suppressed;
import org.vitrail.llm.generate.sample.Temperature;
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
  private final List<String> stops = new ArrayList<>();
  private final BitSet ends = new BitSet();
  private final BitSet suppressed = new BitSet();
  private final List<Supplier<Processor>> own = new ArrayList<>();
  private int[] begin = {};
  private int maxTokens = 128;
  private int minTokens;
  private long seed;
  private double temperature;
  private int topK;
  private double topP = 1;
  private double minP;
  private double typical = 1;
  private double repetitionPenalty = 1;
  private int ngrams;
  private double guidance = 1;
  private int[] avoided = {};
  private boolean logProbabilities;
  private PromptCache cache;
  private BooleanSupplier cancelled = () -> false;

  private Generation(LanguageModel model, Tokenizer tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
  }

  public static Generation with(LanguageModel model, Tokenizer tokenizer) {
    return new Generation(model, tokenizer);
  }

  /** Most tokens to generate. */
  public Generation maxTokens(int n) {
    maxTokens = n;
    return this;
  }

  /** Fewest tokens before an end token is allowed. */
  public Generation minTokens(int n) {
    minTokens = n;
    return this;
  }

  /** 0, the default, always takes the likeliest token; above it tokens are drawn. */
  public Generation temperature(double t) {
    if (!(t >= 0)) throw new IllegalArgumentException("the temperature must be 0 or more, not " + t);
    temperature = t;
    return this;
  }

  /** See {@link TopK}; 0 for no bound. */
  public Generation topK(int k) {
    topK = k;
    return this;
  }

  /** See {@link TopP}. */
  public Generation topP(double p) {
    topP = p;
    return this;
  }

  /** See {@link MinP}. */
  public Generation minP(double share) {
    minP = share;
    return this;
  }

  /** See {@link Typical}. */
  public Generation typical(double mass) {
    typical = mass;
    return this;
  }

  /** See {@link RepetitionPenalty}. */
  public Generation repetitionPenalty(double penalty) {
    repetitionPenalty = penalty;
    return this;
  }

  /** See {@link NoRepeatNgrams}; 0 for none. */
  public Generation noRepeatNgrams(int size) {
    ngrams = size;
    return this;
  }

  /** Tokens that are never chosen. */
  public Generation suppress(int... tokens) {
    for (int token : tokens) suppressed.set(token);
    return this;
  }

  /** Moves {@code scale} times as far from what follows {@code prompt} as the model does; see {@link Guidance}. */
  public Generation guidance(double scale, String prompt) {
    guidance = scale;
    avoided = tokenizer.encode(prompt);
    return this;
  }

  /** A processor of scores, a new one for each text. */
  public Generation processor(Supplier<Processor> processor) {
    own.add(processor);
    return this;
  }

  /** Texts of the same seed are the same; each of several prompts has a stream of its own. */
  public Generation seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** Texts that end the text; they are not part of it. */
  public Generation stop(String... texts) {
    for (var text : texts) if (!text.isEmpty()) stops.add(text);
    return this;
  }

  /** Tokens put before each prompt that is a string. */
  public Generation begin(int... tokens) {
    begin = tokens;
    return this;
  }

  /** Tokens that end the text. */
  public Generation end(int... tokens) {
    for (int token : tokens) ends.set(token);
    return this;
  }

  /** Also gives the log-probability of each token. */
  public Generation logProbabilities() {
    logProbabilities = true;
    return this;
  }

  /** Reads no beginning of a prompt twice. Single prompts only. */
  public Generation cache(PromptCache cache) {
    this.cache = cache;
    return this;
  }

  /** Ends with what is there as soon as this is true; asked after each token. */
  public Generation cancelWhen(BooleanSupplier cancelled) {
    this.cancelled = cancelled;
    return this;
  }

  public Completion generate(String prompt) {
    return stream(prompt, piece -> {});
  }

  public Completion generate(int... prompt) {
    return stream(prompt, piece -> {});
  }

  /** Gives each piece of text to {@code listener} as soon as it is certain: no half character, no part of a stop string. */
  public Completion stream(String prompt, Consumer<String> listener) {
    return stream(encode(prompt), listener);
  }

  /** As {@link #stream(String, Consumer)}, after tokens. */
  public Completion stream(int[] prompt, Consumer<String> listener) {
    return stream(prompt, 0, listener);
  }

  private Completion stream(int[] prompt, int number, Consumer<String> listener) {
    long start = System.nanoTime();
    var row = row(prompt, number, listener);
    var sequence = (cache == null ? new PromptCache() : cache).begin(model, prompt);
    int cached = sequence.length();
    var loop = new Loop(model, cancelled);
    loop.run(row, sequence);
    return completion(row, figures(prompt, cached, start, loop));
  }

  /** Goes on from several prompts at once: less work than one after the other, with the same result. */
  public List<Completion> generate(List<String> prompts) {
    return generateAll(prompts.stream().map(this::encode).toList());
  }

  /** As {@link #generate(List)}, after tokens. */
  public List<Completion> generateAll(List<int[]> prompts) {
    if (guidance != 1) return oneByOne(prompts);
    long start = System.nanoTime();
    var rows = new ArrayList<Row>();
    for (var prompt : prompts) rows.add(row(prompt, rows.size(), piece -> {}));
    var loop = new Loop(model, cancelled);
    loop.run(rows);
    return rows.stream().map(row -> completion(row, figures(prompts.get(rows.indexOf(row)), 0, start, loop))).toList();
  }

  /** Guidance reads while the scores of the other rows would have to stay valid. */
  private List<Completion> oneByOne(List<int[]> prompts) {
    return IntStream.range(0, prompts.size()).mapToObj(i -> stream(prompts.get(i), i, piece -> {})).toList();
  }

  private int[] encode(String prompt) {
    var tokens = tokenizer.encode(prompt);
    var all = Arrays.copyOf(begin, begin.length + tokens.length);
    System.arraycopy(tokens, 0, all, begin.length, tokens.length);
    return all;
  }

  private Row row(int[] prompt, int number, Consumer<String> listener) {
    if (prompt.length == 0) throw new IllegalArgumentException("there is no prompt, and no token that begins a text");
    int room = model.context() - prompt.length;
    if (room < 0) {
      throw new IllegalArgumentException("the prompt has " + prompt.length + " tokens, the model's context "
          + model.context() + "; shorten the prompt");
    }
    var limits = new Row.Limits(ends, Math.min(room, maxTokens), room < maxTokens ? Finish.CONTEXT : Finish.LENGTH);
    return new Row(History.of(prompt), Processor.chain(processors(prompt)), sampler(number), tokenizer,
        new TextStream(stops, listener), limits, logProbabilities);
  }

  private Sampler sampler(int row) {
    return temperature == 0 ? Sampler.greedy() : Sampler.random(seed, row);
  }

  private List<Processor> processors(int[] prompt) {
    var all = new ArrayList<Processor>();
    if (guidance != 1) {
      all.add(new Guidance(guidance, avoided.length > 0 ? avoided : new int[] {prompt[prompt.length - 1]}, model));
    }
    if (repetitionPenalty != 1) all.add(new RepetitionPenalty(repetitionPenalty));
    if (ngrams > 0) all.add(new NoRepeatNgrams(ngrams));
    if (minTokens > 0) all.add(new MinimumLength(minTokens, ends.stream().toArray()));
    if (!suppressed.isEmpty()) all.add(new Suppressed(false, suppressed.stream().toArray()));
    own.forEach(processor -> all.add(processor.get()));
    if (temperature == 0) return all;
    if (temperature != 1) all.add(new Temperature(temperature));
    if (topK > 0) all.add(new TopK(topK));
    if (topP < 1) all.add(new TopP(topP));
    if (minP > 0) all.add(new MinP(minP));
    if (typical < 1) all.add(new Typical(typical));
    return all;
  }

  private Completion completion(Row row, Completion.Figures figures) {
    return new Completion(row.text(), row.history().chosenTokens(), row.logProbabilities(), row.finish(), true, figures);
  }

  private static Completion.Figures figures(int[] prompt, int cached, long start, Loop loop) {
    double end = System.nanoTime();
    return new Completion.Figures(prompt.length, cached, (loop.firstScores() - start) / 1e9,
        (end - loop.firstScores()) / 1e9, 0, 0);
  }
}
