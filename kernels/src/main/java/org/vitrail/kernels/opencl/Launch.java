package org.vitrail.kernels.opencl;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jocl.NativePointerObject;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.vitrail.kernels.Axes;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;

/**
 * One run of a kernel: its arguments in order, then the grid.
 *
 * <pre>{@code cl.kernel(source, "softmax").arg(x).arg(y).arg(n).groups(rows, 256); }</pre>
 */
public final class Launch {
  /** Work-items of a group where nothing says otherwise. */
  private static final int GROUP = 256;
  /** Elements of a row that are not worth another lane. */
  private static final int ELEMENTS_OF_LANE = 4;
  /** Axes that {@code common.cl} has room for. */
  private static final int MAX_RANK = 8;
  private static final int MAX_VIEWS = 4;

  private final OpenClDevice device;
  private final Queue queue;
  private final String name;
  private final cl_kernel kernel;
  private final List<Queue.Argument> arguments = new ArrayList<>();
  private final List<Storage> storages = new ArrayList<>();

  Launch(OpenClDevice device, Queue queue, String name, cl_kernel kernel) {
    this.device = device;
    this.queue = queue;
    this.name = name;
    this.kernel = kernel;
  }

  /** Two arguments: the memory of {@code view} and the place of its first element; null and 0 for no view. */
  public Launch arg(View view) {
    if (view == null) {
      arguments.add(new Queue.Argument(Sizeof.cl_mem, null));
      return arg(0);
    }
    if (!(view.storage() instanceof BufferStorage buffer) || !buffer.isOn(queue)) {
      throw new IllegalArgumentException(name + ": an operand is not in the memory of " + device.name());
    }
    storages.add(buffer);
    arguments.add(new Queue.Argument(Sizeof.cl_mem, Pointer.to((NativePointerObject) buffer.mem())));
    return arg(view.offset());
  }

  public Launch arg(int value) {
    arguments.add(new Queue.Argument(Sizeof.cl_int, Pointer.to(new int[] {value})));
    return this;
  }

  public Launch arg(long value) {
    arguments.add(new Queue.Argument(Sizeof.cl_long, Pointer.to(new long[] {value})));
    return this;
  }

  /** Local memory for a group. */
  public Launch local(int bytes) {
    arguments.add(new Queue.Argument(bytes, null));
    return this;
  }

  public Launch arg(boolean value) {
    return arg(value ? 1 : 0);
  }

  /** A number of the kernel's {@code real} type. */
  public Launch arg(DType dtype, double value) {
    switch (dtype) {
      case F32 -> arguments.add(new Queue.Argument(Sizeof.cl_float, Pointer.to(new float[] {(float) value})));
      case F64 -> arguments.add(new Queue.Argument(Sizeof.cl_double, Pointer.to(new double[] {value})));
      case I32 -> arg((int) value);
      case F16, BF16 -> throw new IllegalArgumentException(dtype + " is no type of a kernel's argument");
    }
    return this;
  }

  public Launch arg(float value) {
    return arg(DType.F32, value);
  }

  /** A struct of integers. */
  public Launch struct(int... members) {
    arguments.add(new Queue.Argument((long) members.length * Sizeof.cl_int, Pointer.to(members)));
    return this;
  }

  /** The struct {@code Axes} of {@code common.cl}; of rank 0 where element i stands at place i of every view. */
  public Launch arg(Axes axes) {
    if (axes.rank() > MAX_RANK) {
      throw new IllegalArgumentException(name + ": views of " + axes.rank() + " axes that cannot be merged; " + device.name()
          + " takes " + MAX_RANK);
    }
    var numbers = new int[1 + MAX_RANK * (1 + MAX_VIEWS)];
    numbers[0] = isPlain(axes) ? 0 : axes.rank();
    System.arraycopy(axes.shape(), 0, numbers, 1, axes.rank());
    for (int v = 0; v < axes.strides().length; v++) {
      System.arraycopy(axes.strides()[v], 0, numbers, 1 + MAX_RANK * (1 + v), axes.rank());
    }
    return struct(numbers);
  }

  private static boolean isPlain(Axes axes) {
    if (axes.rank() != 1) return false;
    for (int[] strides : axes.strides()) if (strides[0] != 1) return false;
    return true;
  }

  /** Runs {@code count} work-items, each of which has to look whether it is one of them. */
  public void items(long count) {
    int group = Math.min(GROUP, queue.hardware.maxGroup());
    if (count > 0) groups(Math.ceilDiv(count, group), group);
  }

  /**
   * Runs a kernel of {@code rows.cl}, whose last arguments are {@code count}, {@code n} and the number of lanes, on
   * {@code count} rows of n elements.
   */
  public void rows(int count, int n) {
    int group = queue.hardware.team();
    int lanes = 1;
    while (lanes < group && lanes * ELEMENTS_OF_LANE < n) lanes *= 2;
    arg(count).arg(n).arg(lanes).groups(Math.ceilDiv(count, group / lanes), group);
  }

  /** Runs {@code count} groups of {@code size} work-items. */
  public void groups(long count, int size) {
    grid(new long[] {count}, new int[] {size});
  }

  /** Runs {@code counts[i]} groups of {@code sizes[i]} work-items along each axis. */
  public void grid(long[] counts, int[] sizes) {
    var global = new long[counts.length];
    var local = new long[counts.length];
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) return;
      global[i] = counts[i] * sizes[i];
      local[i] = sizes[i];
    }
    queue.launch(name, kernel, arguments, global, local);
    Reference.reachabilityFence(storages);
  }
}
