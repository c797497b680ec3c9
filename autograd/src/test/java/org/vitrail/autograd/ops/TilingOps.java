package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.kernels.conv.Window;

final class TilingOps {
  private TilingOps() {}

  static List<OpTest> lines() {
    var x = shape("b m n");
    var window = new Window(2, 3, 2, 1, 1, 2, 1, 2, 1);
    return List.of(
        op("repeat", t -> t.repeat(2, 1, 3), x),
        op("repeat with a new axis", t -> t.repeat(3, 1, 2), shape("m n")),
        op("repeatInterleave", t -> t.repeatInterleave(1, 3), x),
        op("roll", t -> t.roll(1, -2), x),
        op("unfold", t -> t.unfold(window), shape("2 m 5 6")),
        op("fold", t -> t.fold(5, 6, window), shape("b 12 18")),
        op("pixelShuffle", t -> t.pixelShuffle(2), shape("b 8 m n")),
        op("pixelUnshuffle", t -> t.pixelUnshuffle(3), shape("2 m 6 3")));
  }
}
