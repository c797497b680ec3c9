package org.vitrail.llm.generate.sample;

/**
 * Keeps the tokens whose surprise is nearest to the expected one, {@code |−log p − H|} with {@code H = −Σ p·log p}: the
 * fewest whose probabilities sum to {@code mass} or more, and those as near as the last (Meister et al. 2022, arXiv
 * 2202.00666).
 */
public final class Typical implements Processor {
  private final double mass;
  private final Selection selection = new Selection();
  private float[] nearness = new float[0];

  public Typical(double mass) {
    if (!(mass > 0 && mass <= 1)) throw new IllegalArgumentException("the typical mass is in (0, 1], not " + mass);
    this.mass = mass;
  }

  @Override public void process(History history, float[] scores) {
    if (mass == 1) return;
    if (nearness.length != scores.length) nearness = new float[scores.length];
    double total = selection.weigh(scores);
    double logTotal = Softmax.max(scores) + Math.log(total);
    double entropy = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] != Float.NEGATIVE_INFINITY) entropy += selection.weight(i) / total * (logTotal - scores[i]);
    }
    for (int i = 0; i < scores.length; i++) nearness[i] = (float) -Math.abs(logTotal - scores[i] - entropy);
    int kept = selection.select(nearness, mass * total);
    if (kept == 0) return;
    float least = nearness[selection.item(kept - 1)];
    for (int i = 0; i < scores.length; i++) {
      if (nearness[i] < least) scores[i] = Float.NEGATIVE_INFINITY;
    }
  }
}
