package org.vitrail.bench;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Kernels;
import org.vitrail.kernels.Storage;

/** A device that computes nothing: what it is asked for takes its time when somebody waits for it. */
public final class Queued implements Device {
  private final long nanosOfCall;
  private int queued;
  private int waits;

  public Queued(long nanosOfCall) {
    this.nanosOfCall = nanosOfCall;
  }

  /** Asks for something. */
  public void enqueue() {
    queued++;
  }

  /** What nobody has waited for. */
  public int queued() {
    return queued;
  }

  public int waits() {
    return waits;
  }

  @Override public void finish() {
    waits++;
    long end = System.nanoTime() + queued * nanosOfCall;
    while (System.nanoTime() < end) Thread.onSpinWait();
    queued = 0;
  }

  @Override public String name() {
    return "queued";
  }

  @Override public String description() {
    return "does nothing";
  }

  @Override public Kernels kernels() {
    throw new UnsupportedOperationException();
  }

  @Override public Storage allocate(DType dtype, int size) {
    return Storage.host(dtype, size);
  }

  @Override public void recycle(Storage storage, String scope) {}
}
