package org.vitrail.vlm.probe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * CIDEr-D (Vedantam et al. 2015, arXiv 1411.5726, section 5): with g_n(c) the n words in a row of a text, each weighed
 * by how often it occurs and by the logarithm of how seldom pictures have it in a reference,
 * <pre>
 *   10/m · Σ_references e^(−(l(c) − l(s))²/2σ²) · min(g_n(c), g_n(s))·g_n(s) / (‖g_n(c)‖·‖g_n(s)‖),   σ = 6,
 * </pre>
 * the mean over n from 1 to 4. As in the authors' program l counts pairs of words, and where a norm is 0 the term is 0.
 */
public final class Cider {
  private static final double SIGMA = 6;
  private static final double SCALE = 10;

  private final Map<List<String>, Integer> frequencies = new HashMap<>();
  private final double pictures;

  /** By the references of all pictures. */
  private Cider(List<List<String>> references) {
    pictures = references.size();
    for (var some : references) {
      var grams = new HashSet<List<String>>();
      for (var reference : some) {
        for (int n = 1; n <= Ngrams.MOST; n++) grams.addAll(Ngrams.count(Ngrams.words(reference), n).keySet());
      }
      grams.forEach(gram -> frequencies.merge(gram, 1, Integer::sum));
    }
  }

  /** The score of each text, whose mean is that of the corpus; each has one or more references. */
  public static double[] of(List<String> texts, List<List<String>> references) {
    var cider = new Cider(references);
    return IntStream.range(0, texts.size()).mapToDouble(i -> references.get(i).stream()
        .mapToDouble(reference -> cider.similarity(Ngrams.words(texts.get(i)), Ngrams.words(reference))).average()
        .orElseThrow(() -> new IllegalArgumentException("'" + texts.get(i) + "' has no reference; give at least one")))
        .toArray();
  }

  private double similarity(List<String> text, List<String> reference) {
    double sum = 0;
    for (int n = 1; n <= Ngrams.MOST; n++) sum += cosine(vector(text, n), vector(reference, n));
    double difference = Math.max(0, text.size() - 1) - Math.max(0, reference.size() - 1);
    return SCALE * Math.exp(-difference * difference / (2 * SIGMA * SIGMA)) * sum / Ngrams.MOST;
  }

  private static double cosine(Map<List<String>, Double> text, Map<List<String>, Double> reference) {
    double sum = 0;
    for (var entry : text.entrySet()) {
      double other = reference.getOrDefault(entry.getKey(), 0.0);
      sum += Math.min(entry.getValue(), other) * other;
    }
    double norms = norm(text) * norm(reference);
    return norms == 0 ? 0 : sum / norms;
  }

  private static double norm(Map<List<String>, Double> vector) {
    return Math.sqrt(vector.values().stream().mapToDouble(x -> x * x).sum());
  }

  private Map<List<String>, Double> vector(List<String> words, int n) {
    var vector = new HashMap<List<String>, Double>();
    Ngrams.count(words, n).forEach((gram, count) ->
        vector.put(gram, count * Math.log(pictures / Math.max(1, frequencies.getOrDefault(gram, 0)))));
    return vector;
  }
}
