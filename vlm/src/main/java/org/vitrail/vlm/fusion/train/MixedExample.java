package org.vitrail.vlm.fusion.train;

import java.util.List;

/**
 * A picture with its captions as tokens.
 *
 * @param captions each of which is true of it
 * @param codes those of the picture tokenizer
 */
public record MixedExample(List<int[]> captions, int[] codes) {

  public MixedExample {
    captions = List.copyOf(captions);
  }
}
