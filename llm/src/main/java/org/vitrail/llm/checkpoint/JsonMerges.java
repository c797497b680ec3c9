package org.vitrail.llm.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.io.FormatException;

/** The merges of a BPE in a {@code tokenizer.json}, as GGUF writes them. */
record JsonMerges(List<String> pairs) {

  /** @param model the object {@code model} of {@code file} */
  static JsonMerges of(Path file, Map<?, ?> model) {
    var merges = new ArrayList<String>();
    if (model.get("merges") instanceof List<?> list) {
      for (var merge : list) {
        merges.add(switch (merge) {
          case String text -> text;
          case List<?> pair when pair.size() == 2 -> pair.get(0) + " " + pair.get(1);
          case null, default -> throw new FormatException(file, "model.merges", "expected pairs of tokens");
        });
      }
    }
    return new JsonMerges(merges);
  }

  /** The negative rank of the merge that makes each token of this kind, 0 for others: the highest is merged first. */
  float[] scores(String[] tokens, int[] kinds, int kind) {
    var ranks = new HashMap<String, Integer>();
    for (int rank = 0; rank < pairs.size(); rank++) ranks.putIfAbsent(joined(pairs.get(rank)), rank);
    var scores = new float[tokens.length];
    for (int id = 0; id < scores.length; id++) {
      if (kinds[id] == kind) scores[id] = -ranks.getOrDefault(tokens[id], pairs.size());
    }
    return scores;
  }

  /** A pair is written with a space between, which neither has inside: pieces write theirs as U+2581. */
  private static String joined(String merge) {
    int space = merge.indexOf(' ', 1);
    return space < 0 ? merge : merge.substring(0, space) + merge.substring(space + 1);
  }
}
