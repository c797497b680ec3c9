package org.vitrail.vlm.cm3;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Colour;
import org.vitrail.vit.scenes.Figure;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Raster;
import org.vitrail.vit.scenes.SceneReader;
import org.vitrail.vit.scenes.Thing;
import org.vitrail.vlm.fusion.PictureTokenizer;

/**
 * Knows what a VQ model has to learn: a code for each cell of a 32x32 scene, 0 where nothing is, else
 * {@code 1 + 16·shape + 2·colour + (large ? 1 : 0)}. Shifts are lost.
 */
record Cells() implements PictureTokenizer {
  @Override public int codes() {
    return 256;
  }

  @Override public int rows() {
    return 4;
  }

  @Override public int columns() {
    return 4;
  }

  @Override public int[][] encode(Tensor pictures) {
    var values = pictures.permute(0, 2, 3, 1).toFloats();
    var all = new int[pictures.dim(0)][16];
    for (int i = 0; i < all.length; i++) {
      var rgb = new byte[3 * 32 * 32];
      for (int j = 0; j < rgb.length; j++) rgb[j] = (byte) Math.round((values[i * rgb.length + j] + 1) * 127.5);
      for (var thing : SceneReader.read(rgb)) all[i][thing.cell()] = code(thing);
    }
    return all;
  }

  private static int code(Thing thing) {
    return 1 + 16 * thing.kind().shape().ordinal() + 2 * thing.kind().colour().ordinal() + (thing.large() ? 1 : 0);
  }

  /** The objects that some codes stand for. */
  static List<Thing> things(int... codes) {
    var things = new ArrayList<Thing>();
    for (int cell = 0; cell < codes.length; cell++) {
      int at = codes[cell] - 1;
      if (at < 0 || at >= 96) continue;
      var kind = new Kind(Figure.values()[at / 16], Colour.values()[at / 2 % 8]);
      things.add(new Thing(kind, at % 2 == 1, cell, 0, 0));
    }
    return things;
  }

  @Override public Tensor decode(int[][] codes) {
    var values = new float[codes.length * 3 * 32 * 32];
    for (int i = 0; i < codes.length; i++) {
      var rgb = Raster.half(Raster.paint(Raster.blank(), things(codes[i])));
      Raster.planes(rgb, values, i * rgb.length);
    }
    return Tensor.of(values, codes.length, 3, 32, 32);
  }
}
