package org.vitrail.llm.generate.constrain;

import java.util.SplittableRandom;
import org.vitrail.llm.generate.Bytes;
import org.vitrail.llm.generate.Completion;
import org.vitrail.llm.generate.Generation;
import org.vitrail.llm.generate.PrefixModel;

/** A model that knows nothing, but likes to close what it has opened. */
final class Babble {
  static final Bytes BYTES = new Bytes("", "{\"", "\":", "\", \"", "true", "fal", "null", "12", "-1", "0.5", "e1", "é",
      "😀", "a", "ab", "abc", "b", "\"a", "\"}", "}}", "]]", "[[", "\n  ", "\\\"", "\\u", "name", "\"name\": ", "xyz",
      "  ");
  static final int END = 256;

  private Babble() {}

  /** What it writes under a constraint. */
  static Completion under(Constraint constraint, long seed, int most) {
    var model = new PrefixModel(BYTES.size(), most + 1, (tokens, n, scores) -> {
      var random = new SplittableRandom(seed * 1_000_003 + n * 7919L + tokens[n - 1]);
      for (int i = 0; i < scores.length; i++) scores[i] = (float) (4 * random.nextDouble());
      for (int closing : new int[] {'"', '}', ']', END}) scores[closing] += 4 + n / 30f;
    });
    return Generation.with(model, BYTES).maxTokens(most).end(END).temperature(1).seed(seed).constraint(constraint)
        .generate(0);
  }
}
