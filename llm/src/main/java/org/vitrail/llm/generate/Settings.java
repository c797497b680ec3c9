package org.vitrail.llm.generate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.vitrail.llm.generate.constrain.Constraint;
import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.MinP;
import org.vitrail.llm.generate.sample.MinimumLength;
import org.vitrail.llm.generate.sample.NoRepeatNgrams;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.RepetitionPenalty;
import org.vitrail.llm.generate.sample.Sampler;
import org.vitrail.llm.generate.sample.Suppressed;
import org.vitrail.llm.generate.sample.Temperature;
import org.vitrail.llm.generate.sample.TopK;
import org.vitrail.llm.generate.sample.TopP;
import org.vitrail.llm.generate.sample.Typical;
import org.vitrail.llm.token.Tokenizer;

/** What a {@link Generation} has been told. */
final class Settings {
  final Tokenizer tokenizer;
  final List<String> stops = new ArrayList<>();
  final BitSet ends = new BitSet();
  final BitSet suppressed = new BitSet();
  final List<Supplier<Processor>> own = new ArrayList<>();
  int[] begin = {};
  int maxTokens = 128;
  int minTokens;
  long seed;
  double temperature;
  int topK;
  double topP = 1;
  double minP;
  double typical = 1;
  double repetitionPenalty = 1;
  int ngrams;
  double guidance = 1;
  int[] avoided = {};
  boolean logProbabilities;
  Constraint constraint;
  BeamSearch beams;
  Draft draft;
  PromptCache cache;
  BooleanSupplier cancelled = () -> false;

  Settings(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** How row {@code number} chooses. */
  Sampler sampler(int number) {
    return temperature == 0 ? Sampler.greedy() : Sampler.random(seed, number);
  }

  /** What a text after {@code prompt} is chosen by, in the order of transformers. */
  Processor processor(LanguageModel model, int[] prompt) {
    var all = new ArrayList<Processor>();
    if (guidance != 1) {
      all.add(new Guidance(guidance, avoided.length > 0 ? avoided : new int[] {prompt[prompt.length - 1]}, model));
    }
    if (repetitionPenalty != 1) all.add(new RepetitionPenalty(repetitionPenalty));
    if (ngrams > 0) all.add(new NoRepeatNgrams(ngrams));
    if (minTokens > 0) all.add(new MinimumLength(minTokens, ends.stream().toArray()));
    if (!suppressed.isEmpty()) all.add(new Suppressed(false, suppressed.stream().toArray()));
    own.forEach(processor -> all.add(processor.get()));
    if (constraint != null) all.add(constraint.processor(tokenizer, ends));
    if (temperature > 0) {
      if (temperature != 1) all.add(new Temperature(temperature));
      if (topK > 0) all.add(new TopK(topK));
      if (topP < 1) all.add(new TopP(topP));
      if (minP > 0) all.add(new MinP(minP));
      if (typical < 1) all.add(new Typical(typical));
    }
    return Processor.chain(all);
  }

  /** Whether what has been chosen satisfies the constraint, if there is one. */
  boolean isComplete(History history) {
    return constraint == null || constraint.processor(tokenizer, ends).isComplete(history);
  }

  /** How long a text after a prompt of {@code length} tokens may get. */
  Row.Limits limits(LanguageModel model, int length) {
    if (length == 0) {
      throw new IllegalArgumentException(
          "there is nothing to go on from: the prompt has no tokens, and this model none that begins a text");
    }
    int room = model.context() - length;
    if (room < 0) {
      throw new IllegalArgumentException("the prompt has " + length + " tokens, the model's context "
          + model.context() + "; shorten the prompt");
    }
    return new Row.Limits(ends, Math.min(room, maxTokens), room < maxTokens ? Finish.CONTEXT : Finish.LENGTH);
  }
}
