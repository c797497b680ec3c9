package org.vitrail.vlm.cm3;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Box;

/**
 * Something to do, and how it is done (Yu et al. 2023, arXiv 2309.02591, section 4).
 *
 * @param answer null where it is still to be given
 */
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
    ARRANGE,
    /** What a gap of a text hides, which tells of a picture. */
    FILL;

    /** Whether the answer is a picture. */
    public boolean paints() {
      return this == PAINT || this == CHANGE || this == ARRANGE;
    }

    /** The task of a name, {@code "paint"} to {@code "fill"}. */
    public static Task named(String name) {
      return Stream.of(values()).filter(task -> task.toString().equals(name)).findFirst().orElseThrow(() ->
          new IllegalArgumentException("there is no task '" + name + "'; there are "
              + Stream.of(values()).map(Task::toString).collect(Collectors.joining(", "))));
    }

    @Override public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A part of what is said. */
  public sealed interface Part {
    /** As a person reads it; nothing of a picture. */
    String words();
  }

  public record Text(String words) implements Part {}

  public record Shown(Picture picture) implements Part {
    @Override public String words() {
      return "";
    }
  }

  /** What is not told. */
  public record Gap() implements Part {
    @Override public String words() {
      return "[…]";
    }
  }

  /** A box in a picture of 64 pixels. */
  public record Place(Box box) implements Part {
    private static final double SHARED = 0.5;

    /** Whether both share half of what they cover. */
    public boolean matches(Place other) {
      return box.iou(other.box) >= SHARED;
    }

    @Override public String words() {
      return "(" + box.x1() + ", " + box.y1() + ") to (" + box.x2() + ", " + box.y2() + ")";
    }
  }

  public Instruction {
    prompt = List.copyOf(prompt);
  }

  /**
   * What a person asks about a picture, in the words of {@link SceneInstructions}: {@code describe}, {@code change …}
   * and {@code where is …} are said as they are, all else is a question.
   *
   * @param text may be empty, which asks for a description
   */
  public static Instruction about(Picture picture, String text) {
    var words = text.strip().toLowerCase(Locale.ROOT).replaceFirst("[?.!]+$", "");
    var task = words.isEmpty() || words.startsWith("describe") ? Task.DESCRIBE
        : words.startsWith("change ") ? Task.CHANGE : words.startsWith("where is ") ? Task.LOCATE : Task.ANSWER;
    return new Instruction(task, List.of(new Shown(picture), new Text(switch (task) {
      case DESCRIBE -> "describe";
      case ANSWER -> question(words);
      default -> words;
    })), null);
  }

  /** The words of the prompt. */
  public String words() {
    return prompt.stream().map(Part::words).filter(words -> !words.isEmpty()).collect(Collectors.joining(" "));
  }

  /** The picture that the prompt shows; null if there is none. */
  public Picture picture() {
    return prompt.stream().filter(Shown.class::isInstance).map(part -> ((Shown) part).picture()).findFirst()
        .orElse(null);
  }

  /** The same, still to be answered. */
  Instruction unanswered() {
    return new Instruction(task, prompt, null);
  }

  static String question(String text) {
    return "question " + text + " answer";
  }
}
