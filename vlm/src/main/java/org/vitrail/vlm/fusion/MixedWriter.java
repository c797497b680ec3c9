package org.vitrail.vlm.fusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.llm.generate.LanguageModel;
import org.vitrail.llm.generate.Sequence;
import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.Sampler;

/**
 * Goes on with documents of words and pictures, several at once, so that each is well formed but in
 * {@link Mode#LOOSE}:
 * <pre>
 *   text:    words, [BOI] or [EOS] by the sampler of words
 *   picture: codes by the sampler of codes, of l or of what the contrast makes of l and the l without the text;
 *            after n of them [EOI]
 * </pre>
 * It ends a row at {@code [EOS]}, where the context ends, and in {@link Mode#PICTURE} after one picture.
 */
public final class MixedWriter {
  /** Hears of each token as it is written. */
  @FunctionalInterface
  public interface Listener {
    void wrote(int row, int id);
  }

  private final LanguageModel model;
  private final MixedVocabulary vocabulary;

  public MixedWriter(LanguageModel model, MixedVocabulary vocabulary) {
    if (model.vocabulary() != vocabulary.size()) {
      throw new IllegalArgumentException("the model scores " + model.vocabulary() + " tokens, the vocabulary has "
          + vocabulary.size());
    }
    this.model = model;
    this.vocabulary = vocabulary;
  }

  /** What is written after each of {@code prompts}. */
  public List<int[]> write(List<int[]> prompts, Style style, Listener listener) {
    return write(IntStream.range(0, prompts.size()).mapToObj(i ->
        new Row(i, prompts.get(i), style, grammar(style.mode()))).toList(), listener);
  }

  private Grammar grammar(Mode mode) {
    return mode == Mode.LOOSE ? new LooseGrammar(vocabulary) : new DocumentGrammar(vocabulary, mode);
  }

  /**
   * What fills the gap that each of {@code prompts} ends with the mark of; an end that is written is not part of it.
   *
   * @param codes how many are missing of a picture, 0 for words
   */
  public List<int[]> fill(List<int[]> prompts, int codes, Style style) {
    int end = vocabulary.marks().end();
    return write(IntStream.range(0, prompts.size()).mapToObj(i ->
        new Row(i, prompts.get(i), style, new GapGrammar(vocabulary, codes))).toList(), (row, id) -> {}).stream()
        .map(ids -> IntStream.of(ids).filter(id -> id != end).toArray()).toList();
  }

  private List<int[]> write(List<Row> rows, Listener listener) {
    var going = rows;
    while (true) {
      for (var row : going) row.force(listener);
      going = going.stream().filter(row -> !row.ended()).toList();
      if (going.isEmpty()) return rows.stream().map(row -> row.history.chosenTokens()).toList();
      read(going);
      for (var row : going) listener.wrote(row.number, row.choose());
    }
  }

  /** Reads into all sequences what they lack, together, and leaves each row its scores. */
  private void read(List<Row> rows) {
    var sequences = new ArrayList<Sequence>();
    var tokens = new ArrayList<int[]>();
    for (var row : rows) row.ask(sequences, tokens);
    var scores = model.read(sequences, tokens.toArray(int[][]::new));
    int at = 0;
    for (var row : rows) at = row.take(scores, at);
  }

  private final class Row {
    private final int number;
    private final Style style;
    private final History history;
    private final Grammar grammar;
    private final Sampler random;
    private final Processor words;
    private final Processor codes;
    private final Sequence conditional = model.begin();
    private final Sequence unconditional = model.begin();
    private final int most;
    private float[] scores = {};
    private float[] without;

    Row(int number, int[] prompt, Style style, Grammar grammar) {
      if (prompt.length == 0) throw new IllegalArgumentException("there is nothing to go on from: the prompt is empty");
      if (prompt.length >= model.context()) {
        throw new IllegalArgumentException("the prompt has " + prompt.length + " tokens, the model's context "
            + model.context() + "; shorten it");
      }
      this.number = number;
      this.style = style;
      history = History.of(prompt);
      this.grammar = grammar;
      for (int id : prompt) grammar.read(id);
      random = Sampler.random(style.seed(), number);
      words = style.words().processor();
      codes = style.codes().processor();
      most = Math.min(style.most(), model.context() - prompt.length);
    }

    boolean ended() {
      return grammar.ended() || left() <= 0;
    }

    private int left() {
      return most - history.chosen();
    }

    private void add(int id) {
      history.add(id);
      grammar.write(id);
    }

    /** Writes the tokens about which there is no choice. */
    void force(Listener listener) {
      for (int id = grammar.forced(); id >= 0 && !ended(); id = grammar.forced()) {
        add(id);
        listener.wrote(number, id);
      }
    }

    void ask(List<Sequence> sequences, List<int[]> tokens) {
      sequences.add(conditional);
      tokens.add(history.range(conditional.length(), history.size()));
      without = null;
      if (style.contrast() == null || grammar.codes() < 0) return;
      unconditional.truncate(shared());
      sequences.add(unconditional);
      tokens.add(rest());
    }

    /** How many tokens the sequence without the text has read that are right; the last one is always read again. */
    private int shared() {
      return Math.min(unconditional.length(), style.unconditional().size() + grammar.codes() - 1);
    }

    /** What the sequence without the text lacks of the picture's beginning and codes so far. */
    private int[] rest() {
      var begin = style.unconditional().stream().mapToInt(Integer::intValue);
      var picture = IntStream.of(history.range(history.size() - grammar.codes(), history.size()));
      return IntStream.concat(begin, picture).skip(unconditional.length()).toArray();
    }

    /** Keeps this row's scores, which begin at {@code at}; returns where those of the next begin. */
    int take(float[][] all, int at) {
      scores = Arrays.copyOf(all[at], all[at].length);
      boolean two = style.contrast() != null && grammar.codes() >= 0;
      if (two) without = all[at + 1].clone();
      return at + (two ? 2 : 1);
    }

    int choose() {
      boolean code = grammar.codes() >= 0;
      grammar.allow(scores, left());
      if (without != null) style.contrast().combine(scores, without);
      (code ? codes : words).process(history, scores);
      var sampling = code ? style.codes() : style.words();
      int id = (sampling.isGreedy() ? Sampler.greedy() : random).next(scores);
      if (id == Sampler.NONE) throw new IllegalStateException("no token may follow");
      add(id);
      return id;
    }
  }
}
