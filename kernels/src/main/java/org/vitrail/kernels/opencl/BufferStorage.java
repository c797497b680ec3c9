package org.vitrail.kernels.opencl;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jocl.Pointer;
import org.jocl.cl_mem;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.RemoteStorage;
import org.vitrail.kernels.Storage;

/** Memory in a buffer of an OpenCL device. */
final class BufferStorage extends RemoteStorage {
  /** Integers up to so many are remembered. */
  private static final int FEW = 1 << 20;

  private final Queue queue;
  private final Memory memory;
  private final Memory.Buffer buffer;
  private final Loan loan = new Loan();
  private Storage known;

  BufferStorage(DType dtype, int size, Queue queue, Memory memory, Memory.Buffer buffer) {
    super(dtype, size);
    this.queue = queue;
    this.memory = memory;
    this.buffer = buffer;
  }

  /** That a storage has its buffer, until the first of those says so who may end it. */
  static final class Loan {
    private final AtomicBoolean ended = new AtomicBoolean();

    boolean end() {
      return ended.compareAndSet(false, true);
    }
  }

  Loan loan() {
    return loan;
  }

  boolean isOn(Queue queue) {
    return this.queue == queue;
  }

  cl_mem mem() {
    requireAlive();
    return buffer.mem();
  }

  /** Gives the buffer back to the pool. */
  void surrender() {
    if (loan.end()) memory.giveBack(buffer);
  }

  @Override protected Storage heir() {
    requireAlive();
    loan.end();
    return memory.lend(dtype(), size(), buffer);
  }

  @Override public void load(Storage source) {
    queue.write(mem(), 0, source);
    Reference.reachabilityFence(this);
    if (source instanceof Ints ints && size() <= FEW) known = new Ints(ints.array().clone());
  }

  @Override public Storage known() {
    requireAlive();
    return known;
  }

  @Override public Storage onHost() {
    var copy = Storage.host(dtype(), size());
    readTo(copy, 0);
    return copy;
  }

  /** Fills the Java array {@code target} with the elements from {@code at} on. */
  void readTo(Storage target, int at) {
    queue.read(mem(), (long) at * dtype().bytes(), bytes(target), (long) target.size() * dtype().bytes());
    Reference.reachabilityFence(this);
  }

  static Pointer bytes(Storage host) {
    return switch (host) {
      case Floats floats -> Pointer.to(floats.array());
      case Doubles doubles -> Pointer.to(doubles.array());
      case Ints ints -> Pointer.to(ints.array());
      case RemoteStorage _ -> throw new IllegalArgumentException("a Java array was expected, not the memory of a device");
    };
  }

  @Override public double get(int i) {
    var one = Storage.host(dtype(), 1);
    readTo(one, i);
    return one.get(0);
  }

  @Override public void set(int i, double value) {
    var one = Storage.host(dtype(), 1);
    one.set(0, value);
    queue.write(mem(), (long) i * dtype().bytes(), one);
    known = null;
    Reference.reachabilityFence(this);
  }

  @Override public void poison() {
    var worst = Storage.host(dtype(), size());
    worst.poison();
    load(worst);
  }
}
