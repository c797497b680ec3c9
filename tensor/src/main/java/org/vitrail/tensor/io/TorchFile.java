package org.vitrail.tensor.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * What PyTorch's {@code torch.save} writes, {@code .pt}, {@code .pth} or {@code .bin}: a pickle, of which tensors and
 * plain values are read and no code ever runs, and the storages of its tensors. Both the zip archives since 1.6 and the
 * files before, and the modules of {@code torch.jit.save}, of which only the tensors and values are read.
 *
 * <p>A state dict gives its own names. Values in nested dicts and lists have the names of the way to them, joined with
 * dots: {@code optimizer.state.0.exp_avg}.
 */
public final class TorchFile implements TensorFile {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final BigInteger LEGACY = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final int DEEPEST = 100;
  private static final int MOST_VALUES = 1_000_000;

  private final Path file;
  private final Arena arena = Arena.ofShared();
  private final TorchGlobals globals;
  private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
  private final Map<String, Object> values = new LinkedHashMap<>();
  private int visited;
  private long nameBytes;

  private TorchFile(Path file) {
    this.file = file;
    this.globals = new TorchGlobals(file);
  }

  /**
   * Opens a file.
   *
   * @throws FormatException if it is not such a file, or holds anything but tensors and plain values
   * @throws IOException if it cannot be read
   */
  public static TorchFile open(Path file) throws IOException {
    var opened = new TorchFile(file);
    try (var channel = FileChannel.open(file)) {
      var content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), opened.arena);
      if (content.byteSize() >= 4 && content.get(INT, 0) == ZipListing.LOCAL) opened.readArchive(content);
      else opened.readLegacy(content);
      return opened;
    } catch (InternalError shrunk) {
      opened.close();
      throw new FormatException(file, "the file became shorter while it was read");
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** An archive: {@code NAME/data.pkl}, and each storage in {@code NAME/data/KEY}. */
  private void readArchive(MemorySegment content) {
    var members = ZipListing.read(file, content);
    var pickles = members.keySet().stream().filter(name -> name.endsWith("data.pkl")).toList();
    if (pickles.size() != 1) throw new FormatException(file, "archive", "expected one data.pkl in it");
    var folder = pickles.getFirst().substring(0, pickles.getFirst().length() - "data.pkl".length());
    var value = Unpickler.read(file, members.get(pickles.getFirst()), globals).value();
    var byteorder = members.get(folder + "byteorder");
    boolean big = byteorder != null && byteorder.byteSize() == 3
        && new String(byteorder.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8).equals("big");
    var data = new LinkedHashMap<String, MemorySegment>();
    globals.storages().forEach((key, storage) -> data.put(key, members.get(folder + "data/" + key)));
    place(value, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, data);
  }

  /** Pickles of a magic number, a version, a description of the system, the value, and the keys of the storages. */
  private void readLegacy(MemorySegment content) {
    if (content.byteSize() < 2 || content.get(ValueLayout.JAVA_BYTE, 0) != (byte) 0x80) throw foreign();
    long at = 0;
    var parts = new Object[5];
    for (int i = 0; i < parts.length; i++) {
      var part = Unpickler.read(file, content.asSlice(at), globals);
      parts[i] = part.value();
      at += part.end();
      if (i == 0 && !LEGACY.equals(parts[0])) throw foreign();
    }
    if (!(parts[4] instanceof List<?> keys)) throw new FormatException(file, "pickle", "expected a list of storages");
    var data = new LinkedHashMap<String, MemorySegment>();
    for (var key : keys) {
      var storage = key instanceof String name ? globals.storages().get(name) : null;
      if (storage == null || content.byteSize() - at < 8) {
        throw new FormatException(file, "storages", "they are not those of the tensors");
      }
      int width = storage.encoding().bytes();
      boolean isThere = content.get(LONG, at) == storage.elements()
          && storage.elements() <= (content.byteSize() - at - 8) / width;
      if (!isThere) throw lacks(storage.key());
      long bytes = storage.elements() * width;
      data.put(storage.key(), content.asSlice(at + 8, bytes));
      at += 8 + bytes;
    }
    boolean big = parts[2] instanceof Map<?, ?> system && Boolean.FALSE.equals(system.get("little_endian"));
    place(parts[3], big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, data);
  }

  private FormatException foreign() {
    return new FormatException(file, "expected what torch.save writes: a zip archive or a pickle with a magic number");
  }

  private void place(Object value, ByteOrder order, Map<String, MemorySegment> data) {
    for (var storage : globals.storages().values()) {
      var bytes = data.get(storage.key());
      int width = storage.encoding().bytes();
      if (bytes == null || bytes.byteSize() / width < storage.elements()) throw lacks(storage.key());
    }
    walk("", value, 0, order, data);
  }

  private FormatException lacks(String key) {
    var place = "storage " + FormatException.quote(key);
    return new FormatException(file, place, "is missing or shorter than it is said to be");
  }

  private void walk(String name, Object value, int depth, ByteOrder order, Map<String, MemorySegment> data) {
    if (depth > DEEPEST || ++visited > MOST_VALUES) {
      throw new FormatException(file, "pickle", "its values are nested without end, or are more than " + MOST_VALUES);
    }
    nameBytes += 2L * name.length();
    Heap.require(file, "pickle", nameBytes);
    var prefix = name.isEmpty() ? "" : name + ".";
    switch (value) {
      case Map<?, ?> map -> map.forEach((key, element) -> walk(prefix + key, element, depth + 1, order, data));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) walk(prefix + i, list.get(i), depth + 1, order, data);
      }
      case TorchGlobals.Module module -> walk(name, module.attributes, depth + 1, order, data);
      case TorchGlobals.Stored stored -> {
        var bytes = data.get(stored.storage().key());
        var tensor = TorchTensor.of(file, "tensor " + FormatException.quote(name), stored, order, bytes);
        if (tensors.put(name, tensor) != null) throw twice(name);
      }
      case TorchGlobals.Name _, TorchGlobals.Storage _ ->
        throw new FormatException(file, FormatException.quote(name), "is a type or a storage, which are not read");
      case null, default -> {
        if (values.containsKey(name)) throw twice(name);
        values.put(name, value);
      }
    }
  }

  private FormatException twice(String name) {
    return new FormatException(file, FormatException.quote(name), "occurs twice");
  }

  @Override public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override public Shape shape(String name) {
    return find(name).shape();
  }

  /** How the elements are stored. */
  public Encoding encoding(String name) {
    return find(name).encoding();
  }

  @Override public String storedAs(String name) {
    return encoding(name).name();
  }

  @Override public long bytes(String name) {
    return (long) shape(name).size() * encoding(name).bytes();
  }

  /** What was saved beside tensors, by name: numbers, texts, truths and nulls. */
  public Map<String, Object> metadata() {
    return Collections.unmodifiableMap(values);
  }

  @Override public Tensor tensor(String name) {
    return find(name).tensor();
  }

  @Override public StoredMatrix matrix(String name) {
    var tensor = find(name);
    if (tensor.isContiguous() && tensor.order() == ByteOrder.LITTLE_ENDIAN) return tensor.stored().matrix();
    throw new FormatException(file, tensor.place(), "its elements do not stand row after row");
  }

  private TorchTensor find(String name) {
    var tensor = tensors.get(name);
    if (tensor == null) throw new NoSuchElementException(file + " has no tensor " + FormatException.quote(name));
    return tensor;
  }

  @Override public void close() {
    arena.close();
  }
}
