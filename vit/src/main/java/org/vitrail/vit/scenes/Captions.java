package org.vitrail.vit.scenes;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.function.IntFunction;

/** Captions as a web crawl would give them: some belong to another picture, some lost half of their words. */
public final class Captions {
  /** Mismatched captions come from the first so many items. */
  private static final int POOL = 2000;

  private Captions() {}

  /** The caption of item {@code i} of a split, spoiled with probability {@code rho}, a multiple of 0.1. */
  public static String noisy(String split, int i, double rho) {
    return noisy(split, i, rho, j -> Scenes.item(split, j).caption());
  }

  /** The same where item j of the split has another caption than usual, {@code captions(j)}. */
  public static String noisy(String split, int i, double rho, IntFunction<String> captions) {
    var caption = captions.apply(i);
    var r = Draws.stream("noise/" + split, i);
    if (r.below(10) >= 10 * rho) {
      return caption;
    }
    return r.below(2) == 0 ? captions.apply(r.below(POOL)) : halved(caption, r);
  }

  private static String halved(String caption, Draws r) {
    var words = caption.split(" ");
    int[] order = Draws.upTo(words.length);
    r.shuffle(order);
    return Arrays.stream(order, 0, (words.length + 1) / 2).sorted().mapToObj(w -> words[w]).collect(joining(" "));
  }
}
