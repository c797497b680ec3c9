package org.vitrail.tensor;

import java.util.Arrays;
import java.util.function.Consumer;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Kernels;
import org.vitrail.kernels.Odometer;
import org.vitrail.kernels.RemoteStorage;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;
import org.vitrail.tensor.ops.Copy;

/**
 * An n-d array: an immutable view (shape, strides, offset) of memory on a device. Its operations are grouped by what
 * they are for, one short method each: {@link Arithmetic}, {@link Functions}, {@link Reducing}, {@link Ordering},
 * {@link Shaping}, {@link Tiling}, {@link Selecting}, {@link Indexing}, {@link Products}, {@link Normalizing},
 * {@link Attending}, {@link Convolving}, {@link Imaging}. None changes its operands.
 */
public non-sealed class Tensor
    implements Arithmetic, Functions, Reducing, Ordering, Shaping, Tiling, Selecting, Indexing, Products, Normalizing,
    Attending, Convolving, Imaging {
  private final Device device;
  private final View view;
  private final Shape shape;

  public Tensor(Device device, View view) {
    this.device = device;
    this.view = view;
    this.shape = Shape.of(view.shape());
  }

  /** Runs {@code op} and lets whoever listens know. */
  public static Tensor of(Op op) {
    var recorder = Recorder.current();
    if (recorder == null) return run(op);
    var y = Recorder.with(null, () -> run(op));
    recorder.record(op, y);
    return y;
  }

  private static Tensor run(Op op) {
    return Debug.LEVEL > 0 ? Debug.forward(op) : op.forward();
  }

  /** Memory for a result, with unspecified content, in the current {@link Scope}. */
  public static Tensor empty(Device device, DType dtype, Shape shape) {
    var storage = device.allocate(dtype, shape.size());
    Scope.register(device, storage);
    return new Tensor(device, View.of(storage, shape.sizes()));
  }

  /** A copy of {@code data} as F32. */
  public static Tensor of(float[] data, int... shape) {
    return copyOf(new Storage.Floats(data), shape);
  }

  /** A copy of {@code data} as F64. */
  public static Tensor of(double[] data, int... shape) {
    return copyOf(new Storage.Doubles(data), shape);
  }

  /** A copy of {@code data} as I32. */
  public static Tensor of(int[] data, int... shape) {
    return copyOf(new Storage.Ints(data), shape);
  }

  private static Tensor copyOf(Storage data, int[] sizes) {
    var shape = Shape.of(sizes);
    if (shape.size() != data.size()) {
      throw new ShapeException("tensor: " + data.size() + " values do not fill " + shape + ", which has " + shape.size());
    }
    var t = empty(Devices.current(), data.dtype(), shape);
    if (t.view.storage() instanceof RemoteStorage remote) remote.load(data);
    else t.kernels().elementwise().copy(View.of(data, sizes), t.view);
    return t;
  }

  /** A tensor on the current device with what {@code write} puts into a Java array of its size. */
  public static Tensor written(DType dtype, Shape shape, Consumer<Storage> write) {
    var t = empty(Devices.current(), dtype, shape);
    if (t.view.storage() instanceof RemoteStorage remote) {
      var array = Storage.host(dtype, shape.size());
      write.accept(array);
      remote.load(array);
    } else {
      write.accept(t.view.storage());
    }
    return t;
  }

  public static Tensor full(DType dtype, double value, Shape shape) {
    return full(Devices.current(), dtype, value, shape);
  }

  static Tensor full(Device device, DType dtype, double value, Shape shape) {
    var t = empty(device, dtype, shape);
    t.kernels().elementwise().fill(value, t.view);
    return t;
  }

  /** F32 zeros. */
  public static Tensor zeros(int... shape) {
    return full(DType.F32, 0, Shape.of(shape));
  }

  /** F32 ones. */
  public static Tensor ones(int... shape) {
    return full(DType.F32, 1, Shape.of(shape));
  }

  /** F32 without axes. */
  public static Tensor scalar(double value) {
    return full(DType.F32, value, Shape.SCALAR);
  }

  /** I32 0, 1, …, n−1. */
  public static Tensor range(int n) {
    return of(java.util.stream.IntStream.range(0, n).toArray(), n);
  }

  @Override public final Tensor self() {
    return this;
  }

  public final Device device() {
    return device;
  }

  public final Kernels kernels() {
    return device.kernels();
  }

  /** What kernels see. */
  public final View view() {
    return view;
  }

  public final Shape shape() {
    return shape;
  }

  public final DType dtype() {
    return view.dtype();
  }

  public final int rank() {
    return shape.rank();
  }

  /** Size of {@code axis}; negative axes count from the end. */
  public final int dim(int axis) {
    return shape.dim(axis);
  }

  /** Number of elements. */
  public final int size() {
    return shape.size();
  }

  /** Memory like this tensor's, of the same type and place, with unspecified content. */
  public final Tensor emptyLike(Shape shape) {
    return empty(device, dtype(), shape);
  }

  public final Tensor zerosLike() {
    return fullLike(0);
  }

  public final Tensor onesLike() {
    return fullLike(1);
  }

  public final Tensor fullLike(double value) {
    return full(device, dtype(), value, shape);
  }

  /** I32 values on this tensor's device. */
  public final Tensor intsHere(int[] values, int... shape) {
    return Devices.on(device, () -> of(values, shape));
  }

  /** {@code value} without axes, of this tensor's type and place. */
  public final Tensor scalarLike(double value) {
    return full(device, dtype(), value, Shape.SCALAR);
  }

  /** This tensor if its elements stand in row-major order without gaps, else a copy of which that is true. */
  public final Tensor contiguous() {
    return view.isContiguous() ? this : of(new Copy(this, dtype()));
  }

  /** The same values as {@code dtype}; toward I32 they are truncated. */
  public final Tensor to(DType dtype) {
    return dtype == dtype() ? this : of(new Copy(this, dtype));
  }

  /** The same values through which no gradient flows. */
  public final Tensor detach() {
    return new Tensor(device, view);
  }

  /** The element at {@code index}. */
  public final double get(int... index) {
    if (index.length != rank()) throw new ShapeException("get: " + Arrays.toString(index) + " does not index " + shape);
    int at = view.offset();
    for (int axis = 0; axis < index.length; axis++) {
      if (index[axis] < 0 || index[axis] >= dim(axis)) {
        throw new ShapeException("get: index " + index[axis] + " is outside axis " + axis + " of " + shape);
      }
      at += index[axis] * view.stride(axis);
    }
    return view.storage().get(at);
  }

  /** The value of a tensor of one element. */
  public final double item() {
    if (size() != 1) throw new ShapeException("item: " + shape + " has " + size() + " elements, not one");
    return view.storage().get(view.offset());
  }

  /** A copy in row-major order. */
  public final float[] toFloats() {
    var out = new float[size()];
    copyTo(new Storage.Floats(out));
    return out;
  }

  /** A copy in row-major order. */
  public final double[] toDoubles() {
    var out = new double[size()];
    copyTo(new Storage.Doubles(out));
    return out;
  }

  /** A copy in row-major order. */
  public final int[] toInts() {
    var out = new int[size()];
    copyTo(new Storage.Ints(out));
    return out;
  }

  private void copyTo(Storage out) {
    kernels().elementwise().copy(view, View.of(out, shape.sizes()));
  }

  /** Whether every element is finite. */
  public final boolean isFinite() {
    var storage = view.storage().onHost();
    for (var o = new Odometer(view); o.hasCurrent(); o.advance()) {
      if (!Double.isFinite(storage.get(o.at(0)))) return false;
    }
    return true;
  }

  /** The elements as NumPy prints an array. */
  public final String text() {
    return Printing.text(view.onHost());
  }

  @Override public String toString() {
    return dtype() + " " + shape;
  }
}
