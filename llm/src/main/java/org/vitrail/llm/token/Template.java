package org.vitrail.llm.token;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model expects around one text and around two.
 *
 * @param single for one text
 * @param pair for two
 */
record Template(List<Part> single, List<Part> pair) {
  /** Nothing; a second text is a second segment. */
  static final Template NONE = new Template(List.of(new Part.Text(0, 0)),
      List.of(new Part.Text(0, 0), new Part.Text(1, 1)));

  sealed interface Part {
    int segment();

    /** Text 0 or 1. */
    record Text(int text, int segment) implements Part {}

    record Special(int id, int segment) implements Part {}
  }

  /** {@code before} each text and {@code after} it, −1 for none. */
  static Template around(int before, int after) {
    var single = IntStream.of(before, after).boxed().toList();
    return new Template(around(single, 0), java.util.stream.Stream.concat(
        around(single, 0).stream(), around(single, 1).stream()).toList());
  }

  private static List<Part> around(List<Integer> ids, int text) {
    var parts = new java.util.ArrayList<Part>();
    if (ids.getFirst() >= 0) parts.add(new Part.Special(ids.getFirst(), text));
    parts.add(new Part.Text(text, text));
    if (ids.getLast() >= 0) parts.add(new Part.Special(ids.getLast(), text));
    return parts;
  }

  int[] ids(int[]... texts) {
    return parts(texts.length).stream().flatMapToInt(part -> switch (part) {
      case Part.Text text -> Arrays.stream(texts[text.text()]);
      case Part.Special special -> IntStream.of(special.id());
    }).toArray();
  }

  int[] segments(int... lengths) {
    return parts(lengths.length).stream().flatMapToInt(part ->
        IntStream.generate(part::segment).limit(part instanceof Part.Text text ? lengths[text.text()] : 1)).toArray();
  }

  private List<Part> parts(int texts) {
    return switch (texts) {
      case 1 -> single;
      case 2 -> pair;
      default -> throw new IllegalArgumentException("one or two texts can be put together, not " + texts);
    };
  }
}
