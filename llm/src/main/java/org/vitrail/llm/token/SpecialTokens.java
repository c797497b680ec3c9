package org.vitrail.llm.token;

import java.util.List;

/**
 * The ids of tokens with a part to play, −1 where there is none.
 *
 * @param bos begins a text
 * @param eos each of these ends what a model says; the first is written after a text
 * @param unk stands for what the vocabulary cannot express
 * @param pad fills rows of a batch
 */
public record SpecialTokens(int bos, List<Integer> eos, int unk, int pad) {
  public static final SpecialTokens NONE = new SpecialTokens(-1, List.of(), -1, -1);

  public SpecialTokens {
    eos = List.copyOf(eos);
  }

  /** Whether a model that says {@code id} is done. */
  public boolean ends(int id) {
    return eos.contains(id);
  }
}
