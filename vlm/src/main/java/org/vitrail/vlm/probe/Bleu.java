package org.vitrail.vlm.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * BLEU-4 of a corpus (Papineni et al. 2002): with p_n the share of the n words in a row that are in a reference too,
 * each as often as there at most, {@code min(1, exp(1 − r/c))·(p₁p₂p₃p₄)^¼}, where c is the length of all texts and r
 * that of the references closest to each in length. Counts are summed over the corpus before they are divided.
 */
public final class Bleu {
  /** What stands for matches of n words in a row when there are few or none. */
  public enum Smoothing {
    /** 0 is 0, as in the paper. */
    NONE,
    /** 0.1 for no matches (Chen and Cherry 2014, method 1). */
    EPSILON,
    /** One more match and one more n-gram for n above 1 (Lin and Och 2004; Chen and Cherry 2014, method 2). */
    ADD_ONE
  }

  private static final double EPSILON = 0.1;

  /**
   * Of one text.
   *
   * @param matches n-grams that a reference has too, for n from 1 to 4
   * @param all n-grams
   */
  private record Counts(int[] matches, int[] all, int length, int reference) {}

  private final List<Counts> counts = new ArrayList<>();
  private final Smoothing smoothing;

  public Bleu(Smoothing smoothing) {
    this.smoothing = smoothing;
  }

  /** The score, 0 to 1, of texts that each have one or more references. */
  public static double of(List<String> texts, List<List<String>> references, Smoothing smoothing) {
    var bleu = new Bleu(smoothing);
    for (int i = 0; i < texts.size(); i++) bleu.add(texts.get(i), references.get(i));
    return bleu.score(IntStream.range(0, texts.size()).toArray());
  }

  /** Adds a text to the corpus. */
  public void add(String text, List<String> references) {
    var words = Ngrams.words(text);
    var others = references.stream().map(Ngrams::words).toList();
    var matches = new int[Ngrams.MOST];
    var all = new int[Ngrams.MOST];
    for (int n = 1; n <= Ngrams.MOST; n++) {
      int size = n;
      var known = others.stream().map(other -> Ngrams.count(other, size)).toList();
      Ngrams.count(words, n).forEach((gram, count) -> {
        int most = known.stream().mapToInt(reference -> reference.getOrDefault(gram, 0)).max().orElse(0);
        matches[size - 1] += Math.min(count, most);
        all[size - 1] += count;
      });
    }
    int closest = others.stream().map(List::size).min(Comparator.comparingInt((Integer length) ->
        Math.abs(length - words.size())).thenComparingInt(length -> length)).orElseThrow(() ->
        new IllegalArgumentException("'" + text + "' has no reference; give at least one"));
    counts.add(new Counts(matches, all, words.size(), closest));
  }

  /** The score of some texts of the corpus by number. */
  double score(int... items) {
    double logs = 0;
    for (int n = 1; n <= Ngrams.MOST; n++) logs += Math.log(precision(n, items)) / Ngrams.MOST;
    double length = IntStream.of(items).map(i -> counts.get(i).length).sum();
    double reference = IntStream.of(items).map(i -> counts.get(i).reference).sum();
    return length == 0 ? 0 : Math.min(1, Math.exp(1 - reference / length)) * Math.exp(logs);
  }

  private double precision(int n, int[] items) {
    double matches = IntStream.of(items).map(i -> counts.get(i).matches[n - 1]).sum();
    double all = IntStream.of(items).map(i -> counts.get(i).all[n - 1]).sum();
    return switch (smoothing) {
      case NONE -> matches / Math.max(1, all);
      case EPSILON -> (matches == 0 ? EPSILON : matches) / Math.max(1, all);
      case ADD_ONE -> n == 1 ? matches / Math.max(1, all) : (matches + 1) / (all + 1);
    };
  }
}
