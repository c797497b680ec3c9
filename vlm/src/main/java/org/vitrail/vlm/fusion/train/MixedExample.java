package org.vitrail.vlm.fusion.train;

/**
 * A picture and its caption as tokens.
 *
 * @param codes those of the picture tokenizer
 */
public record MixedExample(int[] words, int[] codes) {}
