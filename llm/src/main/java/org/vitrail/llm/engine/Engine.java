package org.vitrail.llm.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.vitrail.kernels.token.TokenKernels;
import org.vitrail.kernels.weights.WideProduct;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.Rope;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.llm.generate.LanguageModel;
import org.vitrail.llm.generate.Sequence;
import org.vitrail.tensor.io.TensorFile;

/**
 * A decoder that generates, on the processor. Its weights stay as the file stores them; what a sequence has read stays
 * in a cache of keys and values. One thread reads at a time, and all threads of the engine help it.
 */
public final class Engine implements LanguageModel, AutoCloseable {
  private final Arena arena;
  private final TensorFile file;
  private final StoredDecoder decoder;
  private final List<Angles> angles = new ArrayList<>();
  private final Step step;
  private final Prompt prompt;
  private final Scores scores;
  private final Batch few = new Batch(Step.FEW);
  private final Batch many = new Batch(Prompt.MANY);
  private Batch batch;
  private int scored;
  private boolean closed;

  private Engine(DecoderConfig config, TensorNames names, TensorFile file, Arena arena) {
    this.file = file;
    this.arena = arena;
    var kernels = TokenKernels.best();
    WarmUp.start(DecoderLoader.formats(names, file), kernels, config.mlp().activation().function());
    decoder = DecoderLoader.load(config, names, file, arena);
    scores = new Scores(config);
    var rows = new Activations(config);
    var shared = new HashMap<Rope, Angles>();
    for (var layer : config.layers()) {
      angles.add(layer.rope() == null ? null
          : shared.computeIfAbsent(layer.rope(), rope -> new Angles(rope, config.heads().dim())));
    }
    step = new Step(decoder, angles, kernels, rows);
    prompt = WideProduct.isPossible() ? new Prompt(decoder, angles, kernels, rows) : null;
  }

  /**
   * The decoder in {@code file}, which stays open until the engine is closed.
   *
   * @throws IllegalArgumentException naming a tensor that is missing or of another shape than {@code config} says
   */
  public static Engine of(DecoderConfig config, TensorNames names, TensorFile file) {
    var arena = Arena.ofShared();
    try {
      return new Engine(config, names, file, arena);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /** A decoder with a copy of its weights as they are now, such as to see what one in training would write. */
  public static Engine of(Decoder decoder) {
    return of(decoder.config(), TensorNames.GGUF, new DecoderTensors(decoder));
  }

  /** The model in numbers. */
  public DecoderConfig config() {
    return decoder.config();
  }

  /** Bytes of weights that are read for each token. */
  public long bytesPerToken() {
    return decoder.bytesPerToken();
  }

  /** Additions and multiplications for each token of a prompt, those of attention and of the final scores left out. */
  public double operationsPerToken() {
    return decoder.layers().stream().flatMap(StoredLayer::maps)
        .mapToDouble(map -> 2.0 * map.rows() * map.weights().columns()).sum();
  }

  /** Elements of all weights that tokens meet. */
  public long parameters() {
    return decoder.parameters();
  }

  @Override public int vocabulary() {
    return decoder.config().outputs();
  }

  @Override public int context() {
    return decoder.config().context();
  }

  @Override public Sequence begin() {
    return new EngineSequence(this, emptyCache());
  }

  KeyValues emptyCache() {
    var heads = decoder.config().heads();
    return new KeyValues(decoder.config().depth(), heads.keyValues(), heads.dim(), context());
  }

  StoredDecoder decoder() {
    return decoder;
  }

  @Override public synchronized float[][] read(List<? extends Sequence> sequences, int[][] tokens) {
    if (sequences.size() != tokens.length) {
      throw new IllegalArgumentException(sequences.size() + " sequences cannot read tokens for " + tokens.length);
    }
    if (new HashSet<>(sequences).size() < sequences.size()) {
      throw new IllegalArgumentException("a sequence cannot read twice at a time");
    }
    int total = 0;
    for (int i = 0; i < tokens.length; i++) {
      prepare(own(sequences.get(i)), tokens[i]);
      total += tokens[i].length;
    }
    begin(total, tokens.length);
    for (int i = 0; i < tokens.length; i++) add(own(sequences.get(i)), tokens[i], false);
    finish();
    return scores.firstRows(tokens.length);
  }

  EngineSequence own(Sequence sequence) {
    if (sequence instanceof EngineSequence s && s.engine() == this) return s;
    throw new IllegalArgumentException("the sequence belongs to another model");
  }

  /** Reads tokens into one sequence; returns the scores after the last. */
  synchronized float[] read(EngineSequence sequence, int[] tokens) {
    read(sequence, tokens, false);
    return scores.row(0);
  }

  /** Reads tokens into one sequence; returns the scores after each. */
  synchronized float[][] readAll(EngineSequence sequence, int[] tokens) {
    read(sequence, tokens, true);
    return scores.firstRows(tokens.length);
  }

  private void read(EngineSequence sequence, int[] tokens, boolean all) {
    prepare(sequence, tokens);
    begin(tokens.length, all ? tokens.length : 1);
    add(sequence, tokens, all);
    finish();
  }

  private void prepare(EngineSequence sequence, int[] tokens) {
    if (closed) throw new IllegalStateException("the model is closed");
    if (tokens.length == 0) throw new IllegalArgumentException("there is no token to read");
    if (sequence.length() + tokens.length > context()) {
      throw new IllegalArgumentException("the model's context of " + context() + " tokens has no room for "
          + tokens.length + " more after " + sequence.length());
    }
    for (int token : tokens) {
      if (token < 0 || token >= decoder.config().vocabulary()) {
        throw new IllegalArgumentException("there is no token " + token + ", the vocabulary has "
            + decoder.config().vocabulary());
      }
    }
    sequence.reach(tokens.length);
    for (var each : angles) if (each != null) each.reach(sequence.length() + tokens.length);
  }

  private void begin(int tokens, int wanted) {
    batch = tokens > Step.FEW && prompt != null ? many : few;
    batch.clear();
    scores.reach(wanted);
    scored = 0;
  }

  private void add(EngineSequence sequence, int[] tokens, boolean all) {
    for (int i = 0; i < tokens.length; i++) {
      if (batch.isFull()) flush();
      batch.add(sequence, tokens[i], sequence.append(tokens[i]), all || i == tokens.length - 1);
    }
  }

  private void finish() {
    flush();
    batch.clear();
  }

  private void flush() {
    if (batch == many) prompt.read(batch, scores, scored);
    else step.read(batch, scores, scored);
    scored += batch.wanted();
    batch.clear();
  }

  /** Gives the weights back, after a reading in progress; its sequences read no more. */
  @Override public synchronized void close() throws IOException {
    if (closed) return;
    closed = true;
    arena.close();
    file.close();
  }
}
