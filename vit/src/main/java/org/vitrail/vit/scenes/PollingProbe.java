package org.vitrail.vit.scenes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Is there a red circle (POPE, Li et al. 2023)? As many questions about kinds that are there as about kinds that are
 * not, and three ways to choose the latter.
 *
 * @param present up to three kinds of the scene
 * @param absent as many that are not in it
 */
public record PollingProbe(Scene scene, List<Kind> present, List<Kind> absent) {
  /** How many scenes the probe has. */
  public static final int SIZE = 300;

  private static final int MOST = 3;
  private static final int TRAINING_SCENES = 2000;

  /** How absent kinds are chosen: by chance, the most frequent in training, or those that share shapes and colours. */
  public enum Mode {
    RANDOM, POPULAR, ADVERSARIAL;

    @Override public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static PollingProbe item(Mode mode, int i) {
    var scene = Scenes.scene("probe", Family.MULTI, i);
    var kinds = scene.things().stream().map(Thing::kind).toList();
    int m = Math.min(MOST, kinds.size());
    Set<Kind> absent = new LinkedHashSet<>();
    Consumer<Kind> offer = kind -> {
      if (absent.size() < m && !kind.heldOut() && !kinds.contains(kind)) {
        absent.add(kind);
      }
    };
    switch (mode) {
      case RANDOM -> { }
      case POPULAR -> Popular.KINDS.forEach(offer);
      case ADVERSARIAL -> similar(kinds).forEach(offer);
    }
    var r = Draws.stream("probe/pope-" + mode, i);
    while (absent.size() < m) {
      offer.accept(Kind.draw(r));
    }
    return new PollingProbe(scene, kinds.subList(0, m), List.copyOf(absent));
  }

  /** The questions, those with the answer yes first. */
  public List<Question> questions() {
    return Stream.concat(present.stream().map(kind -> question(kind, "yes")),
        absent.stream().map(kind -> question(kind, "no"))).toList();
  }

  private Question question(Kind kind, String answer) {
    return new Question(Question.Type.EXIST, scene, "is there " + kind.phrase(), answer);
  }

  /** The shapes of the scene in its colours, then each next shape in the same colour. */
  private static List<Kind> similar(List<Kind> kinds) {
    var similar = new ArrayList<Kind>();
    for (var a : kinds) {
      kinds.forEach(b -> similar.add(new Kind(a.shape(), b.colour())));
    }
    kinds.forEach(a -> similar.add(new Kind(Figure.of(a.shape().ordinal() + 1), a.colour())));
    return similar;
  }

  /** Kinds by how often they occur in the training scenes. */
  private static final class Popular {
    private static final List<Kind> KINDS = count();

    private static List<Kind> count() {
      Map<Kind, Integer> counts = new HashMap<>();
      for (int j = 0; j < TRAINING_SCENES; j++) {
        for (var thing : Scenes.scene("train", Family.MULTI, 5 * j + 4).things()) {
          counts.merge(thing.kind(), 1, Integer::sum);
        }
      }
      return Kind.SEEN.stream().sorted(Comparator.comparing(kind -> -counts.getOrDefault(kind, 0))).toList();
    }
  }
}
