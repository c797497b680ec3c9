package org.vitrail.tensor.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.RemoteStorage;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.weights.Codec;
import org.vitrail.kernels.weights.Format;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * A language model in one file, with its vocabulary and its weights, quantised maybe: the format of ggml
 * (<a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">specification</a>), versions 2 and 3.
 *
 * <p>The metadata stays when the file is closed.
 */
public final class Gguf implements TensorFile {
  private record Stored(GgufType type, Shape shape, MemorySegment bytes) {}

  private final Path file;
  private final Arena arena = Arena.ofShared();
  private final Map<String, Stored> tensors = new LinkedHashMap<>();
  private final Map<String, GgufValue> values = new LinkedHashMap<>();

  private Gguf(Path file) {
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws FormatException if it is not GGUF, or its parts do not fit together
   * @throws IOException if it cannot be read
   */
  public static Gguf open(Path file) throws IOException {
    var opened = new Gguf(file);
    try (var channel = FileChannel.open(file)) {
      opened.map(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), opened.arena));
      return opened;
    } catch (InternalError shrunk) {
      opened.close();
      throw new FormatException(file, "the file became shorter while it was read");
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void map(MemorySegment content) {
    var listing = GgufHeader.read(file, content);
    values.putAll(listing.values());
    for (var entry : listing.tensors()) {
      tensors.put(entry.name(),
          new Stored(entry.type(), entry.shape(), content.asSlice(entry.offset(), entry.bytes())));
    }
  }

  @Override public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override public Shape shape(String name) {
    return find(name).shape;
  }

  /** How the elements are stored. */
  public GgufType type(String name) {
    return find(name).type;
  }

  @Override public String storedAs(String name) {
    return type(name).name();
  }

  @Override public long bytes(String name) {
    return find(name).bytes.byteSize();
  }

  /** What the file says of itself, in its order, with types. */
  public Map<String, GgufValue> values() {
    return Collections.unmodifiableMap(values);
  }

  /**
   * What the file says of itself, in its order: integers as {@code Long} (beyond its range {@code BigInteger}),
   * {@code Float}, {@code Double}, {@code Boolean}, {@code String}, and {@link GgufArray}, which is a {@code List}.
   */
  public Map<String, Object> metadata() {
    var plain = new LinkedHashMap<String, Object>();
    values.forEach((key, value) -> plain.put(key, value.plain()));
    return plain;
  }

  @Override public StoredMatrix matrix(String name) {
    var stored = find(name);
    int columns = stored.shape.rank() == 0 ? 1 : stored.shape.dim(-1);
    int rows = columns == 0 ? 0 : stored.shape.size() / columns;
    return new StoredMatrix(format(name, stored), rows, columns, stored.bytes);
  }

  private Format format(String name, Stored stored) {
    return stored.type.format().orElseThrow(() -> new FormatException(file, "tensor " + FormatException.quote(name),
        "is stored as " + stored.type + ", which is not among the formats of weights that are read"));
  }

  @Override public Tensor tensor(String name) {
    var stored = find(name);
    var place = "tensor " + FormatException.quote(name);
    if (stored.type.encoding().isPresent()) {
      var encoding = stored.type.encoding().get();
      return new StoredTensor(file, place, encoding, ByteOrder.LITTLE_ENDIAN, stored.shape, stored.bytes)
          .tensor(encoding.dtype());
    }
    var format = format(name, stored);
    Heap.require(file, place, 4L * stored.shape.size());
    try {
      return Tensor.written(DType.F32, stored.shape, memory -> {
        switch (memory) {
          case Storage.Floats floats -> Codec.decode(format, stored.bytes, 0, floats.array(), 0, stored.shape.size());
          case Storage.Doubles _, Storage.Ints _ -> throw new AssertionError("asked for floats");
          case RemoteStorage _ -> throw new AssertionError("written elsewhere first");
        }
      });
    } catch (InternalError shrunk) {
      throw new FormatException(file, place, "the file became shorter while it was read");
    }
  }

  private Stored find(String name) {
    var tensor = tensors.get(name);
    if (tensor == null) throw new NoSuchElementException(file + " has no tensor " + FormatException.quote(name));
    return tensor;
  }

  @Override public void close() {
    arena.close();
  }
}
