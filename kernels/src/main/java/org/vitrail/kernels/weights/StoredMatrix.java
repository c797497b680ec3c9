package org.vitrail.kernels.weights;

import java.lang.foreign.MemorySegment;

/**
 * A matrix of weights as a file stores it, row after row without gaps. The memory is native: a mapped file, or a copy
 * in memory of an arena.
 */
public record StoredMatrix(Format format, int rows, int columns, MemorySegment memory) {

  public StoredMatrix {
    if (columns % format.block() != 0) {
      throw new IllegalArgumentException("rows of " + columns + " elements are not whole blocks of " + format);
    }
    long bytes = format.bytes((long) rows * columns);
    if (memory.byteSize() != bytes) {
      throw new IllegalArgumentException(rows + "x" + columns + " in " + format + " takes " + bytes + " bytes, not "
          + memory.byteSize());
    }
  }

  /** Bytes of a row. */
  public long rowBytes() {
    return format.bytes(columns);
  }
}
