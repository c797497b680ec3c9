package org.vitrail.llm.generate;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.Sampler;

/** Guesses with a model: what it would choose itself, with the processors and the temperature of the text. */
final class ModelDrafter implements Drafter, Drafter.Guesses {
  private final LanguageModel model;
  private final Settings settings;
  private final Sequence sequence;
  private final RandomGenerator random;
  private final Choice choice;
  private final int vocabulary;
  private Processor processor;
  private double[][] probabilities = {};
  private int[] tokens = {};
  private int count;

  /** @param vocabulary number of tokens of the model that is guessed for */
  ModelDrafter(LanguageModel model, int vocabulary, Settings settings) {
    this.model = model;
    this.settings = settings;
    this.sequence = model.begin();
    this.random = Sampler.stream(~settings.seed, 0);
    this.choice = new Choice(settings.temperature == 0, vocabulary);
    this.vocabulary = vocabulary;
  }

  @Override public Guesses guess(History history, int most) {
    if (processor == null) processor = settings.processor(model, history.range(0, history.prompt()));
    if (tokens.length < most) {
      tokens = Arrays.copyOf(tokens, most);
      probabilities = Arrays.copyOf(probabilities, most);
    }
    int size = history.size();
    int room = model.context() - size;
    for (count = 0; count < Math.min(most, room); count++) {
      var logits = read(history);
      if (logits == null) break;
      if (probabilities[count] == null) probabilities[count] = new double[vocabulary];
      if (!choice.distribution(processor, history, logits, probabilities[count])) break;
      tokens[count] = choice.draw(probabilities[count], random);
      history.add(tokens[count]);
    }
    history.truncate(size);
    return this;
  }

  /** Scores after {@code history}, of which only what is new is read; null if this model lacks one of its tokens. */
  private float[] read(History history) {
    int common = 0;
    int most = Math.min(sequence.length(), history.size() - 1);
    while (common < most && sequence.token(common) == history.get(common)) common++;
    sequence.truncate(common);
    var rest = history.range(common, history.size());
    return IntStream.of(rest).allMatch(token -> token < model.vocabulary()) ? sequence.read(rest) : null;
  }

  @Override public int count() {
    return count;
  }

  @Override public int token(int i) {
    return tokens[i];
  }

  @Override public double probability(int i, int token) {
    return probabilities[i][token];
  }
}
