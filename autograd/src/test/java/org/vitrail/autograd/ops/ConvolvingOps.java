package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.kernels.conv.Window;

final class ConvolvingOps {
  private ConvolvingOps() {}

  static List<OpTest> lines() {
    var rectangle = Window.of(2, 3).withStride(2, 1).withPad(1, 2).withDilation(1, 2).withGroups(2);
    return List.of(
        op("conv2d", (x, w, b) -> x.conv2d(w, b, 1, 0), shape("b 2 4 3"), shape("c 2 3 2"), shape("c")),
        op("conv2d strided", (x, w) -> x.conv2d(w, null, 2, 1), shape("b 1 5 h"), shape("2 1 3 3")),
        op("conv2d groups", (x, w) -> x.conv2d(w, null, rectangle), shape("2 2 4 5"), shape("4 1 2 3")),
        op("conv1d", (x, w, b) -> x.conv1d(w, b, 2, 1, 2, 1), shape("b 2 7"), shape("c 2 3"), shape("c")),
        op("convTranspose2d", (x, w, b) -> x.convTranspose2d(w, b, 2, 1), shape("b 2 2 3"), shape("2 c 3 2"), shape("c")),
        op("convTranspose2d groups", (x, w) -> x.convTranspose2d(w, null, rectangle, 1, 0), shape("2 4 3 3"),
            shape("4 1 2 3")));
  }
}
