package org.vitrail.vit.classify;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vit.data.Digits;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Scenes;

/**
 * Labelled pictures of one size, a part to train on and a part held out.
 *
 * @param classes names of the classes; an example's label is a place in this list
 */
public record PictureSet(String name, List<String> classes, int width, int height, int channels, Dataset<Example> train,
    Dataset<Example> test) {

  /** Handwritten digits, 8x8 grey, bright ink: 1,442 to train on, 355 held out. */
  public static PictureSet digits() {
    var digits = Digits.load();
    return new PictureSet("digits", IntStream.range(0, Digits.CLASSES).mapToObj(Integer::toString).toList(), Digits.SIZE,
        Digits.SIZE, 1, digits(digits, digits.training()), digits(digits, digits.heldOut()));
  }

  private static Dataset<Example> digits(Digits digits, int[] numbers) {
    return Dataset.of(IntStream.of(numbers).mapToObj(n -> {
      var grey = new byte[Digits.SIZE * Digits.SIZE];
      for (int i = 0; i < grey.length; i++) grey[i] = (byte) Math.round(digits.pixels()[n][i] * 255f / Digits.INK);
      return new Example(new Picture(Digits.SIZE, Digits.SIZE, 1, grey), digits.labels()[n]);
    }).toList());
  }

  /**
   * The pictures of a folder with one folder for each class, as RGB squares of {@code side} pixels.
   *
   * @throws IllegalArgumentException if the folder is not laid out so
   * @throws org.vitrail.vit.image.PictureException naming a file that is no picture
   */
  public static PictureSet folder(Path folder, int side) {
    return PictureFolder.read(folder, side);
  }

  /** Generated scenes of one object, 32x32 RGB, in 42 classes of colour and shape; {@code count} to train on. */
  public static PictureSet scenes(int count) {
    return new PictureSet("scenes", Kind.SEEN.stream().map(Kind::words).toList(), 32, 32, 3, scenes("train", count),
        scenes("test", Scenes.size("test")));
  }

  private static Dataset<Example> scenes(String split, int count) {
    return Dataset.of(IntStream.range(0, count).mapToObj(i -> {
      var scene = Scenes.scene(split, Family.SINGLE, i);
      return new Example(new Picture(32, 32, 3, scene.pixels32()), scene.label());
    }).toList());
  }
}
