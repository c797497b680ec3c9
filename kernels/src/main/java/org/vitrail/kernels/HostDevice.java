package org.vitrail.kernels;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A device whose memory is Java arrays. Arrays that came back are handed out again for requests of the same size. */
public final class HostDevice implements Device {
  private record Lot(DType dtype, int size) {}

  private final String name;
  private final Supplier<String> description;
  private final Kernels kernels;
  private final Map<Lot, ArrayDeque<Storage>> pool = new HashMap<>();

  public HostDevice(String name, Supplier<String> description, Kernels kernels) {
    this.name = name;
    this.description = description;
    this.kernels = kernels;
  }

  @Override public String name() {
    return name;
  }

  @Override public String description() {
    return description.get();
  }

  @Override public Kernels kernels() {
    return kernels;
  }

  @Override public synchronized Storage allocate(DType dtype, int size) {
    var lot = pool.get(new Lot(dtype, size));
    return lot != null && !lot.isEmpty() ? lot.pop() : Storage.host(dtype, size);
  }

  @Override public synchronized void recycle(Storage storage, String scope) {
    var heir = storage.bequeath(scope);
    pool.computeIfAbsent(new Lot(heir.dtype(), heir.size()), lot -> new ArrayDeque<>()).push(heir);
  }

  /** Forgets the pooled arrays, so that they can be collected. */
  public synchronized void trim() {
    pool.clear();
  }

  @Override public String toString() {
    return name;
  }
}
