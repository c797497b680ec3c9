package org.vitrail.vlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vit.scenes.Captions;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Fnv;
import org.vitrail.vit.scenes.Scenes;

class SceneSourceTest {

  @Test void allKindsAreThoseOfTrainAndTheHeldOutOnes() {
    var set = SceneSource.PLAIN.setOfAllKinds(70);
    assertEquals(80, set.train().size());
    for (int i = 0; i < 70; i++) {
      assertEquals(List.of(Scenes.item("train", i).caption()), set.train().get(i).captions());
    }
    for (int i = 0; i < 10; i++) {
      var scene = Scenes.scene("heldout", Family.SINGLE, 500 + i);
      assertTrue(scene.things().getFirst().kind().heldOut());
      assertEquals(List.of(scene.caption()), set.train().get(70 + i).captions());
    }
  }

  @Test void plainScenesAreTheItemsOfASplit() {
    var set = SceneSource.PLAIN.set(10);
    assertEquals(10, set.train().size());
    assertEquals(1000, set.test().size());
    assertEquals(List.of("six yellow squares"), set.train().get(3).captions());
    assertEquals(0x96163545143e8551L, Fnv.of(set.train().get(3).picture().pixels()));
    for (int i = 0; i < 10; i++) {
      assertEquals(List.of(Scenes.item("train", i).caption()), set.train().get(i).captions());
      assertTrue(set.train().get(i).wrong().isEmpty());
    }
  }

  @Test void texturedScenesAreExact() {
    var running = new Fnv();
    var items = SceneSource.PLAIN.withTextures().items("train", 50);
    IntStream.range(0, 50).forEach(i -> running.add(items.get(i).picture().pixels()));
    assertEquals(0x370e553a51060f90L, running.value());
  }

  @Test void spoiledCaptionsAreTheOnesOfTheStreamAndTestsHaveNone() {
    var set = SceneSource.PLAIN.noise(0.5).withObjectCaptions().withFlips().set(100);
    for (int i = 0; i < 100; i++) {
      assertEquals(Captions.noisy("train", i, 0.5), set.train().get(i).captions().getFirst());
    }
    assertEquals("six yellow diamonds", set.train().get(0).captions().getFirst());
    for (int i = 0; i < 50; i++) {
      assertEquals(Scenes.item("test", i).caption(), set.test().get(i).captions().getFirst());
    }
  }

  @Test void familiesTakeTurnsAndMayComeMoreOften() {
    var families = List.of(Family.COUNT, Family.COUNT, Family.SINGLE);
    var items = SceneSource.PLAIN.families(families).items("train", 30);
    for (int i = 0; i < 30; i++) {
      assertEquals(List.of(Scenes.scene("train", families.get(i % 3), i).caption()), items.get(i).captions());
    }
  }

  @Test void greatCountsCanBeLeftOut() {
    var all = SceneSource.PLAIN.items("train", 500);
    var few = SceneSource.PLAIN.mostCounted(4).items("train", 500);
    assertTrue(captions(all).stream().anyMatch(c -> c.startsWith("five") || c.startsWith("six")));
    assertTrue(captions(few).stream().noneMatch(c -> c.startsWith("five") || c.startsWith("six")));
    assertTrue(captions(few).stream().anyMatch(c -> c.startsWith("four")));
    assertEquals(captions(all).stream().filter(c -> !c.startsWith("five") && !c.startsWith("six")).toList(),
        captions(few));
  }

  @Test void scenesOfSeveralObjectsHaveACaptionForEach() {
    var items = SceneSource.PLAIN.withObjectCaptions().items("train", 5);
    assertEquals(List.of("a orange cross and a orange diamond", "a orange cross", "a orange diamond"),
        items.get(4).captions());
    assertEquals(1, items.get(1).captions().size());
  }

  @Test void relationsHaveTheirInverseAsWrongCaption() {
    var items = SceneSource.PLAIN.withFlips().items("train", 5);
    assertEquals(List.of("a purple square above a red triangle"), items.get(2).wrong());
    assertTrue(items.get(1).wrong().isEmpty());
  }

  @Test void aBatchDrawsOneCaptionForEachPictureAndPutsWrongOnesLast() {
    var items = SceneSource.PLAIN.withObjectCaptions().withFlips().items("train", 40);
    var examples = IntStream.range(0, 40).mapToObj(items::get).toList();
    var batch = CaptionBatch.of(examples, (picture, random) -> picture, new Random(1));
    assertEquals(40, batch.pictures().size());
    assertEquals(48, batch.texts().size());
    assertEquals(40, batch.pairing().pictures());
    assertEquals(48, batch.pairing().texts());
    for (int i = 0; i < 40; i++) assertTrue(examples.get(i).captions().contains(batch.texts().get(i)));
    assertFalse(batch.texts().equals(CaptionBatch.of(examples, (picture, random) -> picture, new Random(2)).texts()));
    for (int k = 0; k < 8; k++) assertEquals(examples.get(5 * k + 2).wrong(), List.of(batch.texts().get(40 + k)));
  }

  @Test void whatMakesNoScenesIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SceneSource.PLAIN.side(48));
    assertThrows(IllegalArgumentException.class, () -> SceneSource.PLAIN.noise(1.5));
    assertThrows(IllegalArgumentException.class, () -> SceneSource.PLAIN.families(List.of()));
    assertThrows(IllegalArgumentException.class, () -> SceneSource.PLAIN.mostCounted(0));
  }

  private static List<String> captions(Dataset<Captioned> items) {
    return IntStream.range(0, items.size()).mapToObj(i -> items.get(i).captions().getFirst()).toList();
  }
}
