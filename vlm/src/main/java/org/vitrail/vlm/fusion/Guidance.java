package org.vitrail.vlm.fusion;

/**
 * Classifier-free guidance (Ho and Salimans 2022, arXiv 2207.12598; for codes Gafni et al. 2022, arXiv 2203.13131,
 * section 3.5): {@code l = l_u + scale·(l_c − l_u)}. Scale 1 are the scores after the text, 0 those without it.
 */
public record Guidance(double scale) implements PictureScores {

  public Guidance {
    if (!(scale >= 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("guidance of " + scale + "; choose 0 or more, such as 3");
    }
  }

  @Override public void combine(float[] conditional, float[] unconditional) {
    for (int i = 0; i < conditional.length; i++) {
      if (conditional[i] == Float.NEGATIVE_INFINITY) continue;
      conditional[i] = (float) (unconditional[i] + scale * (conditional[i] - unconditional[i]));
    }
  }
}
