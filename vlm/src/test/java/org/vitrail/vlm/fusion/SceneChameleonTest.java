package org.vitrail.vlm.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.probe.Depiction;
import org.vitrail.vlm.probe.WellFormed;

/** The model that comes with Vitrail does what its model card says, on scenes that it has not seen. */
class SceneChameleonTest {
  private static final int ITEMS = 40;

  private static List<Scene> scenes(Family family) {
    return IntStream.range(0, ITEMS).mapToObj(i -> Scenes.scene("test", family, 500 + i)).toList();
  }

  @Test void itSaysWhatIsThere() throws IOException {
    try (var model = new MixedGenerator(MixedModel.scenes())) {
      var scenes = scenes(Family.PAIR);
      var captions = model.captions(scenes.stream().map(scene -> new Picture(32, 32, 3, scene.pixels32())).toList(),
          Style.of(Mode.TEXT));
      long right = IntStream.range(0, ITEMS).filter(i -> captions.get(i).equals(scenes.get(i).caption())).count();
      assertTrue(right > ITEMS / 2, right + " captions of " + ITEMS + " are right");
    }
  }

  @Test void itPaintsWhatIsSaid() throws IOException {
    try (var model = new MixedGenerator(MixedModel.scenes())) {
      var scenes = scenes(Family.SINGLE);
      var pictures = model.imagine(scenes.stream().map(Scene::caption).toList(), model.painting(1), (row, codes) -> {});
      long right = IntStream.range(0, ITEMS).filter(i -> Depiction.of(scenes.get(i), pictures.get(i)).kinds() == 1).count();
      assertTrue(right > ITEMS / 2, right + " pictures of " + ITEMS + " show what was asked for");
    }
  }

  @Test void itKnowsByItselfHowDocumentsAreFormed() throws IOException {
    try (var model = new MixedGenerator(MixedModel.scenes())) {
      var results = WellFormed.of(model, ITEMS).results();
      results.stream().limit(2).forEach(with -> assertEquals(1, with.value(), with.toString()));
      results.stream().skip(2).forEach(without -> assertTrue(without.value() >= 0.9, without.toString()));
    }
  }

  @Test void aPictureIsGreyWhereItHasNotFormed() throws IOException {
    var model = MixedModel.scenes();
    var codes = model.codes(List.of(new Picture(32, 32, 3, scenes(Family.MULTI).getFirst().pixels32())));
    var whole = model.pictures(codes).getFirst().pixels();
    var half = model.forming(Arrays.copyOf(codes[0], codes[0].length / 2)).pixels();
    int middle = whole.length / 2;
    assertArrayEquals(Arrays.copyOf(whole, middle), Arrays.copyOf(half, middle), "a tile does not know the others");
    for (int i = middle; i < half.length; i++) assertEquals((byte) 128, half[i]);
  }
}
