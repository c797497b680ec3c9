package org.vitrail.vit.scenes;

import java.util.List;

/** A sentence around size, colour and shape, {@code "a photo of a Z C S"}. */
public record Template(String pattern) {
  /** Templates 0 to 3 occur in captions, 4 to 7 only in the prompts of an evaluation. */
  public static final List<Template> SINGLE = List.of(
      new Template("a Z C S"), new Template("a photo of a Z C S"), new Template("a picture of a Z C S"),
      new Template("there is a Z C S"), new Template("this is a Z C S"), new Template("an image of the Z C S"),
      new Template("the Z C S"), new Template("one Z C S"));

  public String fill(Thing thing) {
    return fill(thing.size(), thing.kind());
  }

  /** With size {@code "small"} or {@code "large"}. */
  public String fill(String size, Kind kind) {
    return pattern.replace("Z C S", size + " " + kind.words());
  }
}
