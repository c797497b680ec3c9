package org.vitrail.llm.generate.sample;

import java.util.List;

/**
 * Changes the scores of the token that comes next, before it is chosen. A score of −∞ rules a token out. The classes
 * beside this one do what those of transformers' {@code logits_process.py} do, to the bit but for the order of sums.
 * Some keep arrays to work in, so each thread needs its own.
 */
@FunctionalInterface
public interface Processor {

  /** Changes {@code scores} in place, one for each token of the vocabulary, as what is in {@code history} asks for. */
  void process(History history, float[] scores);

  /** One after the other. */
  static Processor chain(List<Processor> processors) {
    var all = processors.toArray(Processor[]::new);
    return (history, scores) -> {
      for (var processor : all) processor.process(history, scores);
    };
  }
}
