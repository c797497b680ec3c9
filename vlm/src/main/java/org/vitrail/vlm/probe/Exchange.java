package org.vitrail.vlm.probe;

/**
 * Two pictures and two texts of the same words, the first text true of the first picture alone, the second of the second
 * (Thrush et al. 2022): what the scores (2, 2) of pictures and texts get right.
 *
 * @param text whether for both pictures the true text has the higher score
 * @param image whether for both texts the true picture has
 */
record Exchange(boolean text, boolean image) {
  /** What independent scores give: 1/4, 1/4, and 1/6 for both. */
  static final double TEXT = 0.25;
  static final double GROUP = 1 / 6.0;

  static Exchange of(double[][] s) {
    return new Exchange(s[0][0] > s[0][1] && s[1][1] > s[1][0], s[0][0] > s[1][0] && s[1][1] > s[0][1]);
  }

  boolean group() {
    return text && image;
  }

  /** Adds the shares of items that are right. */
  static void measure(Measures measures, Exchange... items) {
    var text = new boolean[items.length];
    var image = new boolean[items.length];
    var group = new boolean[items.length];
    for (int i = 0; i < items.length; i++) {
      text[i] = items[i].text;
      image[i] = items[i].image;
      group[i] = items[i].group();
    }
    measures.share("text", text, TEXT).share("image", image, TEXT).share("group", group, GROUP);
  }
}
