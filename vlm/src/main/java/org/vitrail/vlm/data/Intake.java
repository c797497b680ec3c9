package org.vitrail.vlm.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.PictureException;

/** Takes in pictures with captions, one after the other, within a bound of memory; counts what cannot be used. */
final class Intake {
  private static final int NAMED = 5;
  /** What an object takes beside its content, about. */
  private static final int OBJECT = 100;

  private final Path from;
  private final UnaryOperator<Picture> prepare;
  private final boolean strict;
  private final List<Captioned> taken = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private long skipped;
  private long room;

  /**
   * @param prepare scales a picture for its model
   * @param strict whether the first that cannot be used ends it
   * @param room how many bytes may be kept
   */
  Intake(Path from, UnaryOperator<Picture> prepare, boolean strict, long room) {
    this.from = from;
    this.prepare = prepare;
    this.strict = strict;
    this.room = room;
  }

  /** Keeps a picture with those of {@code captions} that say something. */
  void add(String name, List<String> captions, Supplier<Picture> picture) {
    var said = captions.stream().map(String::strip).filter(caption -> !caption.isEmpty()).toList();
    if (said.isEmpty()) {
      skip(new PictureException(name + ": has no caption; give it one"));
      return;
    }
    var prepared = prepared(name, picture);
    if (prepared == null) return;
    reserve(prepared.pixels().length + OBJECT);
    said.forEach(this::reserve);
    taken.add(new Captioned(prepared, said, List.of()));
  }

  /** The picture for the model, null when there is none. */
  private Picture prepared(String name, Supplier<Picture> picture) {
    try {
      return prepare.apply(picture.get());
    } catch (PictureException e) {
      skip(e);
    } catch (IllegalArgumentException e) {
      skip(new PictureException(name + ": " + e.getMessage(), e));
    }
    return null;
  }

  /** Counts what cannot be used, which {@code problem} names. */
  void skip(RuntimeException problem) {
    if (strict) throw problem;
    if (++skipped <= NAMED) problems.add(problem.getMessage());
  }

  /** Takes what a text needs off the memory that is left, or ends it all. */
  void reserve(String text) {
    reserve(2L * text.length() + OBJECT);
  }

  private void reserve(long bytes) {
    room -= bytes;
    if (room < 0) {
      throw new FormatException(from, "holds more pictures and captions than fit the memory; "
          + "choose fewer or smaller ones, or raise -Xmx");
    }
  }

  List<Captioned> taken() {
    return taken;
  }

  Skipped skipped() {
    return new Skipped(skipped, problems);
  }
}
