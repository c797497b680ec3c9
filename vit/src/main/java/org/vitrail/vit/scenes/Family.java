package org.vitrail.vit.scenes;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The five kinds of scene. Each draws from its stream in exactly the order written here. */
public enum Family {
  /** One object: {@code "a picture of a small purple triangle"}. */
  SINGLE {
    @Override Scene compose(String split, int i, Draws r) {
      int s = r.below(6);
      var kind = split.equals(Scenes.HELDOUT) ? new Kind(Figure.of(s), Colour.of(-3 * s)) : Kind.fix(s, r.below(8));
      var thing = Thing.look(r, kind, r.below(16));
      return new Scene(split, this, i, List.of(thing), Template.SINGLE.get(r.below(4)).fill(thing));
    }
  },

  /** Two objects that differ in shape and in colour, in reading order: {@code "a red circle and a blue square"}. */
  PAIR {
    @Override Scene compose(String split, int i, Draws r) {
      var kinds = twoKinds(r);
      int[] cells = r.cells(2);
      var first = Thing.look(r, kinds.get(0), Math.min(cells[0], cells[1]));
      var second = Thing.look(r, kinds.get(1), Math.max(cells[0], cells[1]));
      return new Scene(split, this, i, List.of(first, second), enumerate(List.of(first, second)));
    }
  },

  /** Two such objects in one row or one column: {@code "a red circle left of a blue square"}. */
  RELATION {
    @Override Scene compose(String split, int i, Draws r) {
      var kinds = twoKinds(r);
      var relation = Relation.of(r.below(4));
      int line = r.below(4);
      int p = r.below(4);
      int q = r.belowExcept(4, p);
      int low = place(relation, line, Math.min(p, q));
      int high = place(relation, line, Math.max(p, q));
      var first = Thing.look(r, kinds.get(0), relation.firstIsLow() ? low : high);
      var second = Thing.look(r, kinds.get(1), relation.firstIsLow() ? high : low);
      return new Scene(split, this, i, List.of(first, second), relation.caption(first.kind(), second.kind()));
    }
  },

  /** One to six objects of one kind and up to two of other shapes: {@code "six yellow squares"}. */
  COUNT {
    @Override Scene compose(String split, int i, Draws r) {
      int n = 1 + r.below(6);
      int others = r.below(3);
      int s = r.below(6);
      var kind = Kind.fix(s, r.below(8));
      int[] cells = r.cells(n + others);
      var things = new ArrayList<Thing>();
      for (int j = 0; j < n; j++) {
        things.add(Thing.look(r, kind, cells[j]));
      }
      for (int j = n; j < n + others; j++) {
        int other = r.belowExcept(6, s);
        things.add(Thing.look(r, Kind.fix(other, r.below(8)), cells[j]));
      }
      return new Scene(split, this, i, things, Vocabulary.count(n, kind));
    }
  },

  /** Two to four objects of different kinds in reading order, joined by {@code and}. */
  MULTI {
    @Override Scene compose(String split, int i, Draws r) {
      var kinds = severalKinds(2 + r.below(3), r);
      int[] cells = r.cells(kinds.size());
      var things = IntStream.range(0, cells.length)
          .mapToObj(j -> Thing.look(r, kinds.get(j), cells[j]))
          .sorted(Comparator.comparingInt(Thing::cell))
          .toList();
      return new Scene(split, this, i, things, enumerate(things));
    }
  };

  private static final Family[] ALL = values();

  abstract Scene compose(String split, int i, Draws r);

  /** The family of item {@code i} of a split that holds all five. */
  static Family ofItem(int i) {
    return ALL[i % ALL.length];
  }

  /** The family of a name as it stands in the streams, {@code "single"} to {@code "multi"}. */
  public static Family named(String name) {
    for (var family : ALL) {
      if (family.toString().equals(name)) {
        return family;
      }
    }
    throw new IllegalArgumentException("scene family '" + name + "' is unknown; the families are " + List.of(ALL));
  }

  @Override public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@code "a red circle and a blue square"}. */
  public static String enumerate(List<Thing> things) {
    return things.stream().map(thing -> thing.kind().phrase()).collect(joining(" and "));
  }

  private static List<Kind> twoKinds(Draws r) {
    int s1 = r.below(6);
    int s2 = r.belowExcept(6, s1);
    var first = Kind.fix(s1, r.below(8));
    var second = Kind.fix(s2, r.below(8));
    while (second.colour() == first.colour()) {
      second = second.next();
    }
    return List.of(first, second);
  }

  /** Half of the shapes after the first are its companion, the next shape, so that scenes have a structure to learn. */
  private static List<Kind> severalKinds(int count, Draws r) {
    var kinds = new ArrayList<Kind>();
    var used = new HashSet<Kind>();
    for (int j = 0; j < count; j++) {
      int s = r.below(6);
      if (j > 0 && r.below(2) == 0) {
        s = kinds.getFirst().shape().ordinal() + 1;
      }
      var kind = Kind.fix(s % 6, r.below(8));
      while (!used.add(kind)) {
        kind = kind.next();
      }
      kinds.add(kind);
    }
    return kinds;
  }

  private static int place(Relation relation, int line, int position) {
    return relation.horizontal() ? 4 * line + position : 4 * position + line;
  }
}
