package org.vitrail.vlm.probe;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrail.vit.scenes.Colour;
import org.vitrail.vit.scenes.Figure;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Scene;

/**
 * The objects that a caption mentions, and how many of them are not in the scene (CHAIR, Rohrbach et al. 2018).
 *
 * @param said every {@code a C S}
 * @param wrong how many of them are not there
 * @param ofShape how many are not there, but something of their shape is
 * @param ofColour how many are not there, but something of their colour is
 * @param found how many objects of the scene are mentioned
 */
record Mentions(List<Kind> said, int wrong, int ofShape, int ofColour, int found) {
  private static final Pattern MENTION = Pattern.compile("\\ba (" + words(Stream.of(Colour.values()).map(Colour::word))
      + ") (" + words(Stream.of(Figure.values()).map(Figure::word)) + ")\\b");

  private static String words(Stream<String> words) {
    return words.collect(Collectors.joining("|"));
  }

  static Mentions of(String caption, Scene scene) {
    var said = MENTION.matcher(caption).results().map(m -> kind(m.group(1), m.group(2))).toList();
    var wrong = said.stream().filter(kind -> !scene.shows(kind)).toList();
    var there = scene.things().stream().map(thing -> thing.kind()).toList();
    return new Mentions(said, wrong.size(),
        (int) wrong.stream().filter(kind -> there.stream().anyMatch(k -> k.shape() == kind.shape())).count(),
        (int) wrong.stream().filter(kind -> there.stream().anyMatch(k -> k.colour() == kind.colour())).count(),
        (int) there.stream().filter(said::contains).count());
  }

  private static Kind kind(String colour, String shape) {
    return new Kind(Figure.valueOf(shape.toUpperCase(Locale.ROOT)),
        Colour.valueOf(colour.toUpperCase(Locale.ROOT)));
  }
}
