package org.vitrail.llm.generate.sample;

/** Divides all scores by {@code t}: below 1 the likely tokens become likelier, above 1 the others. */
public record Temperature(double t) implements Processor {
  public Temperature {
    if (!(t > 0)) throw new IllegalArgumentException("a temperature to divide by must be above 0, not " + t);
  }

  @Override public void process(History history, float[] scores) {
    float divisor = (float) t;
    for (int i = 0; i < scores.length; i++) scores[i] /= divisor;
  }
}
