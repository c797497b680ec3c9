package org.vitrail.vit.scenes;

import java.util.List;

/**
 * One item: its name (split, family, index), its objects in the order of the caption, and the caption.
 * Pictures are drawn when asked for.
 */
public record Scene(String split, Family family, int index, List<Thing> things, String caption) {

  public Scene {
    things = List.copyOf(things);
  }

  /** 64x64 RGB, row by row. */
  public byte[] pixels64() {
    return Raster.paint(Raster.blank(), things);
  }

  /** 32x32 RGB: the 2x2 box mean of {@link #pixels64()}. */
  public byte[] pixels32() {
    return Raster.half(pixels64());
  }

  /** The objects over the patterned background of this item, 64x64. */
  public byte[] textured64() {
    return Raster.paint(Background.of(split, family, index), things);
  }

  public byte[] textured32() {
    return Raster.half(textured64());
  }

  /** The class of the first object, 0 to 41: its place in {@link Kind#SEEN}, -1 when its kind is held out. */
  public int label() {
    return things.getFirst().kind().label();
  }

  /** Whether an object of this kind is in the scene. */
  public boolean shows(Kind kind) {
    return things.stream().anyMatch(thing -> thing.kind().equals(kind));
  }

  /** The same item with other objects and another caption. */
  public Scene with(List<Thing> newThings, String newCaption) {
    return new Scene(split, family, index, newThings, newCaption);
  }
}
