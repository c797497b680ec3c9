package org.vitrail.vlm.fusion;

import java.util.ArrayList;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.Temperature;
import org.vitrail.llm.generate.sample.TopK;
import org.vitrail.llm.generate.sample.TopP;

/**
 * How a token is chosen among those that may follow.
 *
 * @param temperature what scores are divided by; 0 always takes the likeliest token
 * @param topK of how many likeliest tokens; 0 for no bound
 * @param topP the fewest likeliest tokens with this much of the probability; 1 for all
 */
public record Sampling(double temperature, int topK, double topP) {
  /** Always the likeliest token. */
  public static final Sampling GREEDY = new Sampling(0, 0, 1);

  public Sampling {
    if (!(temperature >= 0)) throw new IllegalArgumentException("the temperature must be 0 or more, not " + temperature);
  }

  /** Draws from the whole distribution, flattened or sharpened. */
  public static Sampling at(double temperature) {
    return new Sampling(temperature, 0, 1);
  }

  boolean isGreedy() {
    return temperature == 0;
  }

  Processor processor() {
    var all = new ArrayList<Processor>();
    if (!isGreedy()) {
      if (temperature != 1) all.add(new Temperature(temperature));
      if (topK > 0) all.add(new TopK(topK));
      if (topP < 1) all.add(new TopP(topP));
    }
    return Processor.chain(all);
  }
}
