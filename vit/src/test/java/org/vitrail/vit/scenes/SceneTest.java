package org.vitrail.vit.scenes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SceneTest {
  @ParameterizedTest
  @CsvSource({
    "0, a picture of a small purple triangle, 6730411a0a0d7b25, d57edd2042171abd",
    "1, a yellow diamond and a blue circle, c05a14e5d7eabeb5, b0e8bc481568f88d",
    "2, a purple square below a red triangle, cf3e92e0fe677f45, 5e2478ff3f439dd5",
    "3, six yellow squares, 19df9f27c062e385, 96163545143e8551",
    "4, a orange cross and a orange diamond, f7edf6a474f69865, b1fee0fbc74a1895",
    "5, a photo of a large yellow cross, 3ed13b146ff777f5, c85dbaab22023c8c",
    "6, a cyan square and a blue circle, 2f92923b33934c05, 486a75db1726b14b",
    "7, a green circle above a blue diamond, 72fea783ecd8fff5, b0b78e42c59caee1",
    "8, one green circle, 826e667b413c5cd5, 7ec107d6d09b4d62",
    "9, a cyan triangle and a purple circle, 4a93fd8a3a9b6ae5, b99a8ac0f54f5f1a"})
  void trainItemsAreExact(int i, String caption, String hash64, String hash32) {
    var scene = Scenes.item("train", i);
    assertEquals(caption, scene.caption());
    assertEquals(hash64, HexFormat.of().toHexDigits(Fnv.of(scene.pixels64())));
    assertEquals(hash32, HexFormat.of().toHexDigits(Fnv.of(scene.pixels32())));
  }

  @Test void objectsAreExact() {
    var square = new Kind(Figure.SQUARE, Colour.YELLOW);
    assertEquals(List.of(
        new Thing(square, true, 12, 1, 0), new Thing(square, true, 14, -1, -1), new Thing(square, false, 1, 1, -1),
        new Thing(square, true, 6, -1, 0), new Thing(square, true, 0, 1, 1), new Thing(square, false, 15, -1, 1),
        new Thing(new Kind(Figure.DIAMOND, Colour.GREEN), false, 4, 0, 0)), Scenes.item("train", 3).things());
  }

  @Test void heldoutItemsAreExact() {
    var scene = Scenes.item("heldout", 0);
    assertEquals(List.of(new Thing(new Kind(Figure.CROSS, Colour.PURPLE), false, 13, 1, 1)), scene.things());
    assertEquals("there is a small purple cross", scene.caption());
    assertEquals(-1, scene.label());
    assertTrue(IntStream.range(0, 100).allMatch(i -> Scenes.item("heldout", i).things().getFirst().kind().heldOut()));
  }

  @ParameterizedTest
  @CsvSource({"train, aef4186db50035c0", "test, 67d6aeeea037dd05"})
  void splitsAreExact(String split, String hash) {
    var running = new Fnv();
    for (int i = 0; i < 100; i++) {
      var scene = Scenes.item(split, i);
      running.add(scene.caption() + "\n").add(scene.pixels64());
      int words = scene.caption().split(" ").length;
      assertTrue(words >= 3 && words <= 15, scene.caption());
    }
    assertEquals(hash, HexFormat.of().toHexDigits(running.value()));
  }

  @Test void texturedBackgroundsAreExact() {
    assertEquals(0x6d68416e50f78325L, Fnv.of(Background.of("train", Family.SINGLE, 0)));
    var running = new Fnv();
    for (int i = 0; i < 50; i++) {
      running.add(Scenes.item("train", i).textured32());
    }
    assertEquals("370e553a51060f90", HexFormat.of().toHexDigits(running.value()));
  }

  @Test void boxesAreExact() {
    var things = Scenes.item("train", 1).things();
    assertEquals(new Box(48, 33, 61, 46), things.get(0).box());
    assertEquals(new Box(49, 49, 62, 62), things.get(1).box());
    assertEquals(1, things.get(0).box().iou(things.get(0).box()));
    assertEquals(1 / 7.0, new Box(0, 0, 1, 1).iou(new Box(1, 1, 2, 2)));
    assertEquals(0, things.get(0).box().iou(things.get(1).box()));
  }

  @Test void seenKindsAreTheClasses() {
    assertEquals(42, Kind.SEEN.size());
    assertEquals(new Kind(Figure.CIRCLE, Colour.GREEN), Kind.SEEN.getFirst());
    assertEquals(6 + Colour.YELLOW.ordinal(), new Kind(Figure.SQUARE, Colour.RED).label() + 2);
    for (int label = 0; label < 42; label++) {
      assertEquals(label, Kind.SEEN.get(label).label());
    }
  }

  @Test void captionedAlternates() {
    assertEquals(Family.PAIR, Scenes.captioned("test", 4).family());
    assertEquals(Family.MULTI, Scenes.captioned("test", 5).family());
  }

  @Test void planesScaleToPlusMinusOne() {
    float[] out = new float[8];
    Raster.planes(new byte[] {0, (byte) 255, 51, 0, 0, (byte) 204}, out, 2);
    assertArrayEquals(new float[] {0, 0, -1, -1, 1, -1, 51 / 127.5f - 1, 204 / 127.5f - 1}, out);
  }

  @Test void whatDoesNotExistIsNamed() {
    assertMessage("scene split 'tset' is unknown; the splits are [train, val, test, heldout, probe]",
        () -> Scenes.item("tset", 0));
    assertMessage("scene family 'double' is unknown; the families are [single, pair, relation, count, multi]",
        () -> Scenes.scene("train", "double", 0));
    assertMessage("scene train/-1: an index counts from 0", () -> Scenes.item("train", -1));
    assertMessage("scene heldout/pair does not exist; the split heldout holds the family single only",
        () -> Scenes.scene("heldout", "pair", 0));
  }

  private static void assertMessage(String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
