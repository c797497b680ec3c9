package org.vitrail.llm.generate;

import java.util.List;

/**
 * What a model wrote after a prompt.
 *
 * @param text without the stop string, if one came
 * @param tokens all that were chosen, the end token and those of a stop string among them
 * @param logProbabilities the model's own of each token, before any processing; empty if they were not asked for
 * @param complete false if a constraint demands more than there was room for
 */
public record Completion(String text, int[] tokens, float[] logProbabilities, Finish finish, boolean complete,
    Figures figures) {

  /**
   * What it took.
   *
   * @param prompt tokens of the prompt
   * @param cached those of them that a {@link PromptCache} had read before
   * @param promptSeconds from the start to the first scores, of all prompts that were read together
   * @param seconds from there to the end of this text
   * @param proposed tokens that a draft proposed
   * @param accepted those of them that were right
   */
  public record Figures(int prompt, int cached, double promptSeconds, double seconds, int proposed, int accepted) {
    Figures with(int proposed, int accepted) {
      return new Figures(prompt, cached, promptSeconds, seconds, proposed, accepted);
    }
  }

  /** Tokens of several completions as rows of equal length, filled up with {@code pad}. */
  public static int[][] padded(List<Completion> completions, int pad) {
    int longest = completions.stream().mapToInt(c -> c.tokens.length).max().orElse(0);
    var rows = new int[completions.size()][longest];
    for (int i = 0; i < rows.length; i++) {
      java.util.Arrays.fill(rows[i], pad);
      System.arraycopy(completions.get(i).tokens, 0, rows[i], 0, completions.get(i).tokens.length);
    }
    return rows;
  }
}
