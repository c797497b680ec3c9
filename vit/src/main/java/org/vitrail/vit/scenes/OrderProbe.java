package org.vitrail.vit.scenes;


import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * A caption among four mixtures of its words (ARO-Order, Yuksekgonul et al. 2022): does a model mind the order?
 *
 * @param distractors reversed; shuffled; groups of three words shuffled; words shuffled within groups of three
 */
public record OrderProbe(Scene scene, List<String> distractors) {
  /** How many items the probe has. */
  public static final int SIZE = 400;

  private static final int TRIES = 20;
  private static final int GROUP = 3;

  public static OrderProbe item(int i) {
    var scene = Scenes.scene("probe", Family.MULTI, i);
    var words = List.of(scene.caption().split(" "));
    var r = Draws.stream("probe/order", i);
    var taken = new ArrayList<>(List.of(scene.caption()));
    taken.add(different(words, taken, words::reversed));
    taken.add(different(words, taken, () -> shuffled(words, r)));
    var groups = groups(words);
    taken.add(different(words, taken, () -> shuffled(groups, r).stream().flatMap(List::stream).toList()));
    taken.add(different(words, taken, () -> groups.stream().flatMap(group -> shuffled(group, r).stream()).toList()));
    return new OrderProbe(scene, List.copyOf(taken.subList(1, taken.size())));
  }

  /** A mixture that is not taken yet; after so many tries the first rotation that is not. */
  private static String different(List<String> words, List<String> taken, Supplier<List<String>> mixture) {
    for (int n = 0; n < TRIES; n++) {
      var text = String.join(" ", mixture.get());
      if (!taken.contains(text)) {
        return text;
      }
    }
    var rotated = new ArrayList<>(words);
    do {
      Collections.rotate(rotated, -1);
    } while (taken.contains(String.join(" ", rotated)));
    return String.join(" ", rotated);
  }

  private static <T> List<T> shuffled(List<T> items, Draws r) {
    int[] order = Draws.upTo(items.size());
    r.shuffle(order);
    return Arrays.stream(order).mapToObj(items::get).toList();
  }

  private static List<List<String>> groups(List<String> words) {
    var groups = new ArrayList<List<String>>();
    for (int start = 0; start < words.size(); start += GROUP) {
      groups.add(words.subList(start, Math.min(words.size(), start + GROUP)));
    }
    return groups;
  }
}
