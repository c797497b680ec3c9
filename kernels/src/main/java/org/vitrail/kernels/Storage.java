package org.vitrail.kernels;

/**
 * Memory with an owner and without a shape. On the processor computed values live in one Java array, elsewhere in a
 * device's own {@link RemoteStorage}; what a {@code Scope} gave back to its device is dead, and touching it throws with
 * the name of that scope.
 */
public abstract sealed class Storage permits Storage.Floats, Storage.Doubles, Storage.Ints, RemoteStorage {
  private final DType dtype;
  private final int size;
  private String grave;

  Storage(DType dtype, int size) {
    this.dtype = dtype;
    this.size = size;
  }

  public final DType dtype() {
    return dtype;
  }

  /** Number of elements. */
  public final int size() {
    return size;
  }

  /** Element {@code i}, widened. The slow way in, for specifications and printing. */
  public abstract double get(int i);

  /** Rounds {@code value} to the element type and stores it at {@code i}. */
  public abstract void set(int i, double value);

  /** The elements in a Java array: this object, or a copy of what is on a device. */
  public Storage onHost() {
    requireAlive();
    return this;
  }

  /** Gives up the memory: afterwards this object refuses every access and names {@code scope}; returns the heir. */
  public final Storage bequeath(String scope) {
    var heir = heir();
    grave = scope;
    return heir;
  }

  /** A living object on the same memory. */
  protected abstract Storage heir();

  /** Overwrites everything with NaN (integers: the minimum), so that a use after release is seen. */
  public abstract void poison();

  public final boolean isAlive() {
    return grave == null;
  }

  protected final void requireAlive() {
    if (grave != null) {
      throw new IllegalStateException("this tensor's memory went back to the pool when scope '" + grave
          + "' closed: return the tensor from the scope, or copy it first");
    }
  }

  /** Zeros in a Java array. */
  public static Storage host(DType dtype, int size) {
    return switch (dtype) {
      case F32 -> new Floats(new float[size]);
      case F64 -> new Doubles(new double[size]);
      case I32 -> new Ints(new int[size]);
      case F16, BF16 -> throw new IllegalArgumentException(dtype + " stores weights in files; nothing computes in it");
    };
  }

  /** 32-bit floating point. */
  public static final class Floats extends Storage {
    private final float[] array;

    public Floats(float[] array) {
      super(DType.F32, array.length);
      this.array = array;
    }

    public float[] array() {
      requireAlive();
      return array;
    }

    @Override public double get(int i) {
      requireAlive();
      return array[i];
    }

    @Override public void set(int i, double value) {
      requireAlive();
      array[i] = (float) value;
    }

    @Override protected Storage heir() {
      return new Floats(array());
    }

    @Override public void poison() {
      java.util.Arrays.fill(array, Float.NaN);
    }
  }

  /** 64-bit floating point. */
  public static final class Doubles extends Storage {
    private final double[] array;

    public Doubles(double[] array) {
      super(DType.F64, array.length);
      this.array = array;
    }

    public double[] array() {
      requireAlive();
      return array;
    }

    @Override public double get(int i) {
      requireAlive();
      return array[i];
    }

    @Override public void set(int i, double value) {
      requireAlive();
      array[i] = value;
    }

    @Override protected Storage heir() {
      return new Doubles(array());
    }

    @Override public void poison() {
      java.util.Arrays.fill(array, Double.NaN);
    }
  }

  /** 32-bit integers: indices, labels, masks of 0 and 1. */
  public static final class Ints extends Storage {
    private final int[] array;

    public Ints(int[] array) {
      super(DType.I32, array.length);
      this.array = array;
    }

    public int[] array() {
      requireAlive();
      return array;
    }

    @Override public double get(int i) {
      requireAlive();
      return array[i];
    }

    @Override public void set(int i, double value) {
      requireAlive();
      array[i] = (int) value;
    }

    @Override protected Storage heir() {
      return new Ints(array());
    }

    @Override public void poison() {
      java.util.Arrays.fill(array, Integer.MIN_VALUE);
    }
  }
}
