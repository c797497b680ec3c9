package org.vitrail.vlm.cm3;

import java.util.List;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Box;

/** Something to do, and how it is done (Yu et al. 2023, arXiv 2309.02591, section 4). */
public record Instruction(Task task, List<Part> prompt, Part answer) {
  /** What is asked for. */
  public enum Task {
    /** A picture of a text. */
    PAINT,
    /** A text about a picture. */
    DESCRIBE,
    /** The answer to a question about a picture. */
    ANSWER,
    /** A picture with another colour of one of its objects. */
    CHANGE,
    /** The box around an object of a picture. */
    LOCATE,
    /** A picture of objects in given boxes. */
    ARRANGE
  }

  /** A part of what is said. */
  public sealed interface Part {}

  public record Text(String words) implements Part {}

  public record Shown(Picture picture) implements Part {}

  /** A box in a picture of 64 pixels. */
  public record Place(Box box) implements Part {}

  public Instruction {
    prompt = List.copyOf(prompt);
  }
}
