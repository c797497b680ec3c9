package org.vitrail.vit.scenes;

import java.util.List;

/**
 * Generated scenes by name: {@code Scenes.scene("train", "single", 0)} is the same picture with the same caption
 * everywhere and forever.
 */
public final class Scenes {
  static final String HELDOUT = "heldout";

  /** The splits. {@code heldout} has the kinds that no other split shows, {@code probe} is for evaluations alone. */
  public static final List<String> SPLITS = List.of("train", "val", "test", HELDOUT, "probe");

  private Scenes() {}

  /** Number {@code i} of one family in a split. */
  public static Scene scene(String split, Family family, int i) {
    check(split, i);
    if (split.equals(HELDOUT) && family != Family.SINGLE) {
      throw new IllegalArgumentException(
          "scene heldout/" + family + " does not exist; the split heldout holds the family single only");
    }
    return family.compose(split, i, Draws.stream(split + "/" + family, i));
  }

  public static Scene scene(String split, String family, int i) {
    return scene(split, Family.named(family), i);
  }

  /** Item {@code i} of a split: the five families take turns; {@code heldout} holds {@code single} only. */
  public static Scene item(String split, int i) {
    check(split, i);
    return scene(split, split.equals(HELDOUT) ? Family.SINGLE : Family.ofItem(i), i);
  }

  /** Item {@code i} of the captioning set {@code Cap}: {@code pair} when even, {@code multi} when odd. */
  public static Scene captioned(String split, int i) {
    return scene(split, i % 2 == 0 ? Family.PAIR : Family.MULTI, i);
  }

  /** How many items a split has by default. */
  public static int size(String split) {
    check(split, 0);
    return switch (split) {
      case "train" -> 20_000;
      case HELDOUT -> 500;
      default -> 1_000;
    };
  }

  static void check(String split, int i) {
    if (!SPLITS.contains(split)) {
      throw new IllegalArgumentException("scene split '" + split + "' is unknown; the splits are " + SPLITS);
    }
    if (i < 0) {
      throw new IllegalArgumentException("scene " + split + "/" + i + ": an index counts from 0");
    }
  }
}
