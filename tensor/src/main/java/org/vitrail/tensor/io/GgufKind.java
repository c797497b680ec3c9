package org.vitrail.tensor.io;

/** The type of a value in a GGUF file's metadata, in the order in which the specification numbers them. */
public enum GgufKind {
  U8(1), I8(1), U16(2), I16(2), U32(4), I32(4), F32(4), BOOL(1), TEXT(0), ARRAY(0), U64(8), I64(8), F64(8);

  private final int bytes;

  GgufKind(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of a value; 0 where it depends on the value. */
  int bytes() {
    return bytes;
  }

  /** The kind that files number {@code id}, or null. */
  static GgufKind of(int id) {
    return id >= 0 && id < values().length ? values()[id] : null;
  }
}
