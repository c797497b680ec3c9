package org.vitrail.llm.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.Softmax;

/**
 * Looks for the likeliest text: goes on with the {@code beams} best beginnings at once, and keeps as many texts that
 * have ended. A text's score is {@code Σ log p / length^lengthPenalty}. Does exactly what transformers'
 * {@code _beam_search} does: processors change log-probabilities, {@code (1 + ends)·beams} candidates are looked at in
 * each step, and texts end only from among the best {@code beams} of them.
 */
public record BeamSearch(int beams, double lengthPenalty, Stopping stopping) {

  /** When a search is over. */
  public enum Stopping {
    /** As soon as there are as many ended texts as beams. */
    EARLY,
    /** When the best beam, were it to end now, would not be among the ended texts. */
    HEURISTIC,
    /** When no beam can become better than an ended text, however long it gets. */
    NEVER
  }

  /** An ended text: the tokens chosen, and its score. */
  public record Hypothesis(int[] tokens, double score) {}

  /**
   * Where it ends.
   *
   * @param most tokens of a text
   * @param ends tokens that end a text
   */
  public record Limits(int most, BitSet ends) {}

  public BeamSearch {
    if (beams < 1) throw new IllegalArgumentException("a beam search has 1 beam or more, not " + beams);
  }

  public static BeamSearch of(int beams) {
    return new BeamSearch(beams, 1, Stopping.HEURISTIC);
  }

  /** For each prompt the best texts, {@code beams} at most, best first. */
  public List<List<Hypothesis>> search(LanguageModel model, List<History> prompts, Supplier<Processor> processors,
      Limits limits, BooleanSupplier cancelled) {
    var searches = prompts.stream().map(prompt -> new Search(prompt, processors.get(), limits)).toList();
    var open = new ArrayList<>(limits.most > 0 ? searches : List.<Search>of());
    if (open.isEmpty()) return searches.stream().map(Search::result).toList();
    var sequences = open.stream().map(search -> model.begin()).toList();
    var texts = open.stream().map(search -> search.prompt.range(0, search.prompt.size())).toArray(int[][]::new);
    var logits = model.read(sequences, texts);
    for (int i = 0; i < sequences.size(); i++) open.get(i).begin(sequences.get(i));
    while (true) {
      int row = 0;
      for (var search : open) row += search.score(logits, row);
      open.forEach(Search::step);
      open.removeIf(search -> search.over);
      if (open.isEmpty() || cancelled.getAsBoolean()) return searches.stream().map(Search::result).toList();
      var running = open.stream().flatMap(search -> search.running.stream()).toList();
      logits = model.read(running.stream().map(beam -> beam.sequence).toList(),
          running.stream().map(beam -> new int[] {beam.last()}).toArray(int[][]::new));
    }
  }

  /** A beginning that is gone on with. */
  private static final class Beam {
    private final Sequence sequence;
    private final History history;
    private final double score;
    private float[] logProbabilities = new float[0];

    Beam(Sequence sequence, History history, double score) {
      this.sequence = sequence;
      this.history = history;
      this.score = score;
    }

    int last() {
      return history.get(history.size() - 1);
    }
  }

  /** What comes of {@code token} after {@code parent}. */
  private record Candidate(Beam parent, int token, double score) {}

  /** The search after one prompt. */
  private final class Search {
    private final History prompt;
    private final Processor processor;
    private final Limits limits;
    private final int considered;
    private final List<Hypothesis> ended = new ArrayList<>();
    private List<Beam> running = List.of();
    private int length;
    private boolean over;

    Search(History prompt, Processor processor, Limits limits) {
      this.prompt = prompt;
      this.processor = processor;
      this.limits = limits;
      this.considered = Math.max(2, 1 + limits.ends.cardinality()) * beams;
    }

    void begin(Sequence sequence) {
      running = List.of(new Beam(sequence, prompt, 0));
    }

    /** Takes the scores of its beams, which begin at {@code row}; returns how many those are. */
    int score(float[][] logits, int row) {
      for (int i = 0; i < running.size(); i++) running.get(i).logProbabilities = logits[row + i].clone();
      return running.size();
    }

    void step() {
      length++;
      var candidates = candidates();
      var next = new ArrayList<Candidate>();
      for (int i = 0; i < candidates.size(); i++) {
        var candidate = candidates.get(i);
        if (!limits.ends.get(candidate.token) && length < limits.most) {
          if (next.size() < beams) next.add(candidate);
        } else if (i < beams) {
          end(candidate);
        }
      }
      running = advance(next);
      over = running.isEmpty() || !canImprove();
    }

    /** The best continuations of all beams, best first. */
    private List<Candidate> candidates() {
      var best = new Best(considered);
      for (int i = 0; i < running.size(); i++) {
        var beam = running.get(i);
        Softmax.toLogProbabilities(beam.logProbabilities);
        processor.process(beam.history, beam.logProbabilities);
        best.offer(i, beam.logProbabilities, beam.score);
      }
      return best.falling((i, token, score) -> new Candidate(running.get(i), token, score));
    }

    /** Keeps an ended text if it is among the best. */
    private void end(Candidate candidate) {
      var tokens = Arrays.copyOf(candidate.parent.history.chosenTokens(), length);
      tokens[length - 1] = candidate.token;
      var hypothesis = new Hypothesis(tokens, candidate.score / Math.pow(length, lengthPenalty));
      int at = ended.size();
      while (at > 0 && ended.get(at - 1).score < hypothesis.score) at--;
      ended.add(at, hypothesis);
      if (ended.size() > beams) ended.removeLast();
    }

    /** The beams of the next step; the last child of a beam goes on with its sequence, the others with copies. */
    private List<Beam> advance(List<Candidate> next) {
      var beams = new ArrayList<Beam>();
      for (int i = 0; i < next.size(); i++) {
        var candidate = next.get(i);
        boolean last = next.subList(i + 1, next.size()).stream().noneMatch(other -> other.parent == candidate.parent);
        var sequence = last ? candidate.parent.sequence : candidate.parent.sequence.fork();
        var history = candidate.parent.history.fork();
        history.add(candidate.token);
        beams.add(new Beam(sequence, history, candidate.score));
      }
      return beams;
    }

    private boolean canImprove() {
      if (ended.size() < beams) return true;
      if (stopping == Stopping.EARLY) return false;
      int best = stopping == Stopping.NEVER && lengthPenalty > 0 ? limits.most : length;
      return running.getFirst().score / Math.pow(best, lengthPenalty) > ended.getLast().score;
    }

    /** The ended texts; those still running if it was cancelled before one had ended. */
    List<Hypothesis> result() {
      if (!ended.isEmpty() || running.isEmpty()) return List.copyOf(ended);
      return running.stream().map(beam -> new Hypothesis(beam.history.chosenTokens(),
          beam.score / Math.pow(Math.max(1, length), lengthPenalty))).toList();
    }
  }
}
