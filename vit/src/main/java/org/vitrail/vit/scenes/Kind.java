package org.vitrail.vit.scenes;

import java.util.Arrays;
import java.util.List;

/**
 * A shape in a colour, {@code "red circle"}. One colour per shape is held out, {@code (c + 3s) mod 8 = 0}: six of the
 * 48 kinds occur in no split but {@code heldout}, so that a model can be asked for combinations it has never seen.
 */
public record Kind(Figure shape, Colour colour) {
  /** The 42 kinds that are not held out, by shape, then by colour: the classes of the family {@code single}. */
  public static final List<Kind> SEEN = Arrays.stream(Figure.values())
      .flatMap(s -> Arrays.stream(Colour.values()).map(c -> new Kind(s, c)))
      .filter(kind -> !kind.heldOut())
      .toList();

  /** This kind, or the next colour of the same shape where it is held out. */
  static Kind fix(int s, int c) {
    var kind = new Kind(Figure.of(s), Colour.of(c));
    return kind.heldOut() ? kind.recoloured(c + 1) : kind;
  }

  /** One of {@link #SEEN}. */
  static Kind draw(Draws r) {
    return SEEN.get(r.below(SEEN.size()));
  }

  public boolean heldOut() {
    return (colour.ordinal() + 3 * shape.ordinal()) % 8 == 0;
  }

  /** The class number, 0 to 41: the place in {@link #SEEN}, or -1 when held out. */
  public int label() {
    return SEEN.indexOf(this);
  }

  /** {@code "red circle"}. */
  public String words() {
    return colour.word() + " " + shape.word();
  }

  /** {@code "a red circle"}; the article is always {@code a}. */
  public String phrase() {
    return "a " + words();
  }

  /** The next colour that is not held out. */
  Kind next() {
    return fix(shape.ordinal(), colour.ordinal() + 1);
  }

  private Kind recoloured(int c) {
    return new Kind(shape, Colour.of(c));
  }
}
