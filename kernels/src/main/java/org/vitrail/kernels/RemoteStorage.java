package org.vitrail.kernels;

/**
 * Memory of a device that the processor cannot address. Kernels of the device compute on it; everybody else reads or
 * writes one element at a time, and to read waits for the device, or all of them.
 */
public abstract non-sealed class RemoteStorage extends Storage {

  protected RemoteStorage(DType dtype, int size) {
    super(dtype, size);
  }

  /** Overwrites all elements with those of {@code source}, a Java array of this type and size. */
  public abstract void load(Storage source);

  /**
   * The elements, if they were loaded from here and are few: indices and labels that are read again on the processor need
   * not be waited for. Else null.
   */
  public abstract Storage known();

  /** A Java array with a copy of the elements, of which the device has written the last by then. */
  @Override public abstract Storage onHost();
}
