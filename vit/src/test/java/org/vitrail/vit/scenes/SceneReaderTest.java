package org.vitrail.vit.scenes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SceneReaderTest {

  /** 300 scenes of each family: every object with its shape, colour, size and place. */
  @Test void cleanPicturesAreReadExactly() {
    for (var family : Family.values()) {
      for (int i = 0; i < 300; i++) {
        var scene = Scenes.scene("test", family, i);
        assertEquals(byCell(scene.things()), SceneReader.read(scene.pixels32()), family + " " + i);
      }
    }
    for (int i = 0; i < 100; i++) {
      var scene = Scenes.scene("heldout", Family.SINGLE, i);
      assertEquals(scene.things(), SceneReader.read(scene.pixels32()));
    }
  }

  @Test void nothingIsReadFromAnEmptyPicture() {
    assertEquals(List.of(), SceneReader.read(Raster.half(Raster.blank())));
  }

  /** The share of scenes whose objects all have their shape, colour and cell, and no other is seen. */
  private static double share(Corruption... corruptions) {
    int right = 0;
    for (int i = 0; i < 300; i++) {
      var scene = Scenes.item("test", i);
      var rgb = scene.pixels32();
      for (var corruption : corruptions) rgb = corruption.apply(rgb, i);
      if (kinds(scene.things()).equals(kinds(SceneReader.read(rgb)))) right++;
    }
    return right / 300.0;
  }

  @Test void damagedPicturesAreReadAlmostAlways() {
    assertEquals(1, share(new Corruption.Noise(1)));
    assertEquals(1, share(new Corruption.Blur(1)));
    assertTrue(share(new Corruption.Noise(2)) >= 0.97);
    assertTrue(share(new Corruption.Blur(1), new Corruption.Noise(1)) >= 0.97);
    assertTrue(share(new Corruption.Blur(2)) >= 0.9);
  }

  @Test void anotherSizeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SceneReader.read(Raster.blank()));
  }

  private static List<Thing> byCell(List<Thing> things) {
    return things.stream().sorted(Comparator.comparingInt(Thing::cell)).toList();
  }

  private static Map<Integer, Kind> kinds(List<Thing> things) {
    return things.stream().collect(Collectors.toMap(Thing::cell, Thing::kind));
  }
}
