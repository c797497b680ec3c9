package org.vitrail.vit.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.tensor.RandomStream;
import org.vitrail.vit.image.Augmentation.RandomFlip;
import org.vitrail.vit.image.Augmentation.RandomResizedCrop;
import org.vitrail.vit.image.Augmentation.RandomShift;

class AugmentationTest {
  private static final Picture COLOURS = new Picture(3, 2, 3, bytes(
      10, 200, 30, 255, 0, 128, 90, 91, 92, 0, 0, 0, 255, 255, 255, 17, 99, 201));

  /** The values are those of {@code ImageEnhance} in Pillow 12.3.0. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "BRIGHTNESS|0.6|6 120 18 153 0 76 54 54 55 0 0 0 153 153 153 10 59 120",
    "BRIGHTNESS|1.3|13 255 39 255 0 166 116 118 119 0 0 0 255 255 255 22 128 255",
    "CONTRAST|0.6|49 163 61 196 43 120 97 97 98 43 43 43 196 196 196 53 102 163",
    "CONTRAST|1.3|0 227 6 255 0 134 84 85 87 0 0 0 255 255 255 0 96 228",
    "SATURATION|0.6|55 169 67 189 36 113 90 91 91 0 0 0 255 255 255 44 93 155",
    "SATURATION|1.3|0 222 1 255 0 139 89 91 92 0 0 0 255 255 255 0 102 235"})
  void coloursMoveAsInPillow(ColourJitter.Step step, float factor, String expected) {
    assertEquals(expected, levels(step.apply(COLOURS, factor)));
  }

  @Test void theSameStreamDrawsTheSamePicture() {
    var picture = Reference.picture("smooth");
    var augmentation = new RandomResizedCrop(new Size(16, 16), 0.2, 1, 4 / 3.0, Filter.BILINEAR)
        .then(new RandomFlip(0.5)).then(new RandomShift(2)).then(new ColourJitter(0.4, 0.4, 0.4));
    var seen = new HashSet<String>();
    for (int i = 0; i < 20; i++) {
      var once = augmentation.apply(picture, RandomStream.of(1).at("picture." + i));
      var again = augmentation.apply(picture, RandomStream.of(1).at("picture." + i));
      assertArrayEquals(once.pixels(), again.pixels());
      seen.add(levels(once));
    }
    assertEquals(20, seen.size());
  }

  @Test void halfOfThePicturesAreMirrored() {
    var random = RandomStream.of(2);
    int mirrored = 0;
    for (int i = 0; i < 1000; i++) {
      mirrored += new RandomFlip(0.5).apply(COLOURS, random) == COLOURS ? 0 : 1;
    }
    assertEquals(500, mirrored, 60);
  }

  @Test void shiftsReachEveryOffset() {
    var random = RandomStream.of(3);
    var dot = new Picture(3, 3, 1, bytes(0, 0, 0, 0, 9, 0, 0, 0, 0));
    var seen = new HashSet<String>();
    for (int i = 0; i < 300; i++) {
      seen.add(levels(new RandomShift(1).apply(dot, random)));
    }
    assertEquals(9, seen.size());
  }

  @Test void cropsKeepWithinTheirLimits() {
    var random = RandomStream.of(4);
    var plain = new Picture(40, 30, 1, new byte[1200]);
    Arrays.fill(plain.pixels(), (byte) 77);
    for (var shape : new Picture[] {plain, plain.crop(0, 0, 40, 1), plain.crop(0, 0, 1, 1)}) {
      for (int i = 0; i < 200; i++) {
        var cropped = new RandomResizedCrop(new Size(7, 9), 0.08, 1, 4 / 3.0, Filter.BICUBIC).apply(shape, random);
        assertEquals(9, cropped.width());
        assertEquals(7, cropped.height());
        for (byte level : cropped.pixels()) {
          assertEquals(77, level, "a crop never leaves the picture");
        }
      }
    }
  }

  @Test void noWidthIsNoJitter() {
    assertArrayEquals(COLOURS.pixels(), new ColourJitter(0, 0, 0).apply(COLOURS, RandomStream.of(5)).pixels());
  }

  private static byte[] bytes(int... levels) {
    byte[] out = new byte[levels.length];
    for (int i = 0; i < levels.length; i++) {
      out[i] = (byte) levels[i];
    }
    return out;
  }

  private static String levels(Picture picture) {
    return IntStream.range(0, picture.pixels().length)
        .mapToObj(i -> Integer.toString(picture.pixels()[i] & 0xFF)).collect(Collectors.joining(" "));
  }
}
