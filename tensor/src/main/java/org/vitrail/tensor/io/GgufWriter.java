package org.vitrail.tensor.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.weights.Codec;
import org.vitrail.kernels.weights.Format;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.tensor.Shape;

/**
 * Writes a GGUF file, version 3: metadata and tensors in the order in which they were added. Rows of a tensor are asked
 * for while the file is written, some at a time, so that a model need not fit into the heap.
 */
public final class GgufWriter {
  /** The data of a tensor begins at a multiple of it. */
  static final int ALIGNMENT = 32;
  /** Elements that are encoded before they are written. */
  private static final int BATCH = 1 << 20;

  /** The rows of a matrix; asked for by several threads. */
  @FunctionalInterface
  public interface Rows {
    /** Writes row {@code i} to the front of {@code to}. */
    void read(int i, float[] to);
  }

  /** Writes the bytes of a tensor; {@code progress} hears of each piece. */
  @FunctionalInterface
  private interface Data {
    void writeTo(FileChannel channel, LongConsumer progress) throws IOException;
  }

  private record Entry(Shape shape, Format format, Data data) {
    long bytes() {
      return format.bytes(shape.size());
    }
  }

  private final Map<String, GgufValue> values = new LinkedHashMap<>();
  private final Map<String, Entry> tensors = new LinkedHashMap<>();

  /** Sets a value of the metadata. */
  public GgufWriter put(String key, GgufValue value) {
    values.put(key, value);
    return this;
  }

  /** Adds a tensor as it is stored. */
  public GgufWriter add(String name, Shape shape, StoredMatrix stored) {
    return add(name, new Entry(shape, stored.format(), (channel, progress) -> {
      write(channel, stored.memory());
      progress.accept(stored.memory().byteSize());
    }));
  }

  /** Adds a tensor whose rows are encoded in {@code format}. */
  public GgufWriter add(String name, Shape shape, Format format, Rows rows) {
    if (shape.dim(-1) % format.block() != 0) {
      throw new IllegalArgumentException(name + ": rows of " + shape.dim(-1) + " are not whole blocks of " + format);
    }
    return add(name, new Entry(shape, format, (channel, progress) ->
        encode(name, shape, format, rows, channel, progress)));
  }

  private GgufWriter add(String name, Entry entry) {
    if (tensors.put(name, entry) != null) throw new IllegalArgumentException("there are two tensors " + name);
    return this;
  }

  /** Bytes of all tensors. */
  public long dataBytes() {
    return tensors.values().stream().mapToLong(Entry::bytes).sum();
  }

  /**
   * Replaces {@code file}; the old one stays as it was if anything goes wrong.
   *
   * @param progress hears how many bytes of tensors each step has written
   * @throws IllegalArgumentException naming a tensor with a number that its format cannot hold
   * @throws IOException if there is no room, no folder or no permission
   */
  public void write(Path file, LongConsumer progress) throws IOException {
    AtomicFile.write(file, channel -> {
      for (var part : header()) write(channel, MemorySegment.ofArray(part));
      for (var entry : tensors.values()) {
        pad(channel);
        entry.data.writeTo(channel, progress);
      }
      pad(channel);
    });
  }

  private List<byte[]> header() {
    var parts = new ArrayList<byte[]>();
    parts.add(little(24).put("GGUF".getBytes()).putInt(3).putLong(tensors.size()).putLong(values.size()).array());
    values.forEach((key, value) -> {
      parts.add(GgufValue.utf8(key));
      parts.add(little(4).putInt(value.kind().ordinal()).array());
      parts.add(value.bytes());
    });
    long offset = 0;
    for (var tensor : tensors.entrySet()) {
      var entry = tensor.getValue();
      int rank = entry.shape.rank();
      var info = little(4 + 8 * rank + 4 + 8).putInt(rank);
      for (int axis = rank - 1; axis >= 0; axis--) info.putLong(entry.shape.dim(axis));
      parts.add(GgufValue.utf8(tensor.getKey()));
      parts.add(info.putInt(GgufType.of(entry.format).id()).putLong(offset).array());
      offset += Math.ceilDiv(entry.bytes(), ALIGNMENT) * ALIGNMENT;
    }
    return parts;
  }

  private static void encode(String name, Shape shape, Format format, Rows rows, FileChannel channel,
      LongConsumer progress) throws IOException {
    int columns = shape.dim(-1);
    int count = columns == 0 ? 0 : shape.size() / columns;
    int batch = Math.clamp(BATCH / Math.max(1, columns), 1, Math.max(1, count));
    long rowBytes = format.bytes(columns);
    try (var arena = Arena.ofShared()) {
      var memory = arena.allocate(batch * rowBytes);
      for (int first = 0; first < count; first += batch) {
        int start = first;
        int n = Math.min(batch, count - first);
        Workers.run(n, i -> {
          var row = new float[columns];
          rows.read(start + i, row);
          require(name, row, format);
          Codec.encode(format, row, 0, memory, i * rowBytes, columns);
        });
        write(channel, memory.asSlice(0, n * rowBytes));
        progress.accept(n * rowBytes);
      }
    }
  }

  private static void require(String name, float[] row, Format format) {
    if (format == Format.F32) return;
    float most = format == Format.BF16 ? Float.MAX_VALUE : 65504;
    for (float x : row) {
      if (!(Math.abs(x) <= most)) {
        throw new IllegalArgumentException(name + " holds " + x + ", which " + format + " cannot: store it as F32");
      }
    }
  }

  private static void pad(FileChannel channel) throws IOException {
    write(channel, MemorySegment.ofArray(new byte[(int) Math.floorMod(-channel.position(), (long) ALIGNMENT)]));
  }

  private static void write(FileChannel channel, MemorySegment bytes) throws IOException {
    for (long at = 0; at < bytes.byteSize();) {
      var piece = bytes.asSlice(at, Math.min(1 << 24, bytes.byteSize() - at)).asByteBuffer();
      while (piece.hasRemaining()) at += channel.write(piece);
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
