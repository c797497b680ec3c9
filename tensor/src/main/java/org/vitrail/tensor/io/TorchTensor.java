package org.vitrail.tensor.io;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.vitrail.kernels.View;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

/**
 * A tensor in a file of PyTorch: {@code span} are the bytes of its storage from its first element to its last, in which
 * it strides.
 */
record TorchTensor(Path file, String place, Encoding encoding, ByteOrder order, Shape shape, int[] strides,
    MemorySegment span) {

  /** {@code stored} in the bytes of its storage. */
  static TorchTensor of(Path file, String place, TorchGlobals.Stored stored, ByteOrder order, MemorySegment storage) {
    var shape = shape(file, place, stored.sizes());
    long last = shape.size() == 0 ? -1 : 0;
    var strides = new int[shape.rank()];
    for (int axis = 0; axis < strides.length && shape.size() > 0; axis++) {
      if (shape.dim(axis) == 1) continue;
      if (stored.strides()[axis] > Integer.MAX_VALUE) throw beyond(file, place);
      strides[axis] = (int) stored.strides()[axis];
      last += (shape.dim(axis) - 1L) * strides[axis];
    }
    long room = stored.storage().elements() - stored.offset();
    if (last >= Integer.MAX_VALUE || last >= room && shape.size() > 0) throw beyond(file, place);
    int width = stored.storage().encoding().bytes();
    var span = shape.size() == 0 ? storage.asSlice(0, 0) : storage.asSlice(stored.offset() * width, (last + 1) * width);
    return new TorchTensor(file, place, stored.storage().encoding(), order, shape, strides, span);
  }

  private static Shape shape(Path file, String place, long[] sizes) {
    try {
      return Shape.of(Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray());
    } catch (ShapeException | ArithmeticException e) {
      throw new FormatException(file, place, "its shape has more than 2147483647 elements, the most a tensor can hold");
    }
  }

  private static FormatException beyond(Path file, String place) {
    return new FormatException(file, place, "reaches beyond the end of its storage");
  }

  boolean isContiguous() {
    int expected = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      if (shape.dim(axis) != 1 && strides[axis] != expected) return false;
      expected *= shape.dim(axis);
    }
    return true;
  }

  /** The bytes where they are, if contiguous. */
  StoredTensor stored() {
    return new StoredTensor(file, place, encoding, order, shape, span);
  }

  Tensor tensor() {
    if (shape.size() == 0 || isContiguous()) return stored().tensor(encoding.dtype());
    Heap.require(file, place, (long) shape.size() * encoding.dtype().bytes());
    var elements = Shape.of((int) (span.byteSize() / encoding.bytes()));
    var row = new StoredTensor(file, place, encoding, order, elements, span).tensor(encoding.dtype());
    return new Tensor(row.device(), new View(row.view().storage(), 0, shape.sizes(), strides)).contiguous();
  }
}
