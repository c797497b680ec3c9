package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.vitrail.kernels.weights.Codec;
import org.vitrail.kernels.weights.Format;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.TensorFile;

/**
 * A Llama in the {@code .bin} of llama2.c ({@code export.py}, {@code run.c}): seven integers and then nothing but
 * floats. The tensors have the names of Hugging Face, but the rows of queries and keys stand as in GGUF, for rotations
 * of neighbours.
 */
public final class Llama2C implements TensorFile {
  private record Stored(Shape shape, StoredMatrix matrix) {}

  private final Path file;
  private final Arena arena = Arena.ofShared();
  private final Map<String, Stored> tensors = new LinkedHashMap<>();
  private MemorySegment content;
  private long at;
  private Llama2CHeader header;

  private Llama2C(Path file) {
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws FormatException if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static Llama2C open(Path file) throws IOException {
    var opened = new Llama2C(file);
    try (var channel = FileChannel.open(file)) {
      opened.content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), opened.arena);
      opened.header = Llama2CHeader.read(file, opened.content);
      opened.at = opened.header.bytes();
      if (opened.header.version() == 0) opened.readVersion0();
      else opened.readVersion1();
      return opened;
    } catch (InternalError shrunk) {
      opened.close();
      throw new FormatException(file, "the file became shorter while it was read");
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void readVersion0() {
    var names = TensorNames.LLAMA;
    add(names.tokens(), header.vocabulary(), header.width());
    norms(names.attentionNorm());
    attention();
    norms(names.mlpNorm());
    mlp();
    norm(names.norm());
    at += 4L * header.context() * header.headWidth();
    if (!header.tied()) add(names.head(), header.vocabulary(), header.width());
  }

  private void readVersion1() {
    var names = TensorNames.LLAMA;
    norms(names.attentionNorm());
    norms(names.mlpNorm());
    norm(names.norm());
    add(names.tokens(), header.vocabulary(), header.width());
    attention();
    mlp();
    if (!header.tied()) add(names.head(), header.vocabulary(), header.width());
  }

  private void attention() {
    layers(TensorNames.LLAMA.query(), header.width(), header.width());
    layers(TensorNames.LLAMA.key(), header.keyValueWidth(), header.width());
    layers(TensorNames.LLAMA.value(), header.keyValueWidth(), header.width());
    layers(TensorNames.LLAMA.attentionOut(), header.width(), header.width());
  }

  private void mlp() {
    layers(TensorNames.LLAMA.gate(), header.hidden(), header.width());
    layers(TensorNames.LLAMA.down(), header.width(), header.hidden());
    layers(TensorNames.LLAMA.up(), header.hidden(), header.width());
  }

  private void layers(String role, int rows, int columns) {
    for (int i = 0; i < header.depth(); i++) add(TensorNames.LLAMA.inLayer(i, role), rows, columns);
  }

  private void norms(String role) {
    for (int i = 0; i < header.depth(); i++) norm(TensorNames.LLAMA.inLayer(i, role));
  }

  private void norm(String name) {
    add(name, Shape.of(header.width()), 1, header.width());
  }

  private void add(String name, int rows, int columns) {
    if ((long) rows * columns > Integer.MAX_VALUE) {
      throw new FormatException(file, name, "has more than 2147483647 elements, the most a tensor can hold");
    }
    add(name, Shape.of(rows, columns), rows, columns);
  }

  private void add(String name, Shape shape, int rows, int columns) {
    long bytes = 4L * rows * columns;
    tensors.put(name + ".weight",
        new Stored(shape, new StoredMatrix(Format.F32, rows, columns, content.asSlice(at, bytes))));
    at += bytes;
  }

  /** The model in numbers. */
  public DecoderConfig config() {
    return header.config();
  }

  @Override public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override public Shape shape(String name) {
    return find(name).shape;
  }

  @Override public String storedAs(String name) {
    return find(name).matrix.format().name();
  }

  @Override public long bytes(String name) {
    return find(name).matrix.memory().byteSize();
  }

  @Override public Tensor tensor(String name) {
    var stored = find(name);
    if (4L * stored.shape.size() > Runtime.getRuntime().maxMemory() / 2) {
      throw new FormatException(file, name, "takes more than half of the heap: give the JVM more (-Xmx)");
    }
    try {
      var values = new float[stored.shape.size()];
      Codec.decode(Format.F32, stored.matrix.memory(), 0, values, 0, values.length);
      return Tensor.of(values, stored.shape.sizes());
    } catch (InternalError shrunk) {
      throw new FormatException(file, name, "the file became shorter while it was read");
    }
  }

  @Override public StoredMatrix matrix(String name) {
    return find(name).matrix;
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
