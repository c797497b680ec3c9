package org.vitrail.tensor.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * Tensors in a file, by name: the format in which most public checkpoints are published
 * (<a href="https://huggingface.co/docs/safetensors">specification</a>).
 *
 * <pre>{@code
 * try (var file = Safetensors.open(path)) {
 *   for (var name : file.names()) System.out.println(name + " " + file.tensor(name));
 * }
 * }</pre>
 *
 * <p>The file is mapped, not read: a tensor's bytes are touched when it is asked for, and what is handed out is a copy
 * that lives on after the file is closed.
 */
public final class Safetensors implements TensorFile {
  private static final String INDEX = ".index.json";

  private final Path file;
  private final Arena arena = Arena.ofShared();
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private Safetensors(Path file) {
    this.file = file;
  }

  /**
   * Opens a file; or the parts that an index ({@code model.safetensors.index.json}) names; or the
   * {@code model.safetensors}, in one piece or in parts, of a folder.
   *
   * @throws FormatException if what is there is not safetensors
   * @throws IOException if it cannot be read
   */
  public static Safetensors open(Path path) throws IOException {
    var opened = new Safetensors(Files.isDirectory(path) ? inFolder(path) : path);
    try {
      if (opened.file.toString().endsWith(INDEX)) opened.mapParts();
      else opened.map(opened.file).forEach(opened.tensors::put);
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static Path inFolder(Path folder) {
    var whole = folder.resolve("model.safetensors");
    return Files.exists(whole) ? whole : folder.resolve("model.safetensors" + INDEX);
  }

  private Map<String, StoredTensor> map(Path part) throws IOException {
    try (var channel = FileChannel.open(part)) {
      var listing = SafetensorsHeader.read(part, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
      metadata.putAll(listing.metadata());
      return listing.tensors();
    }
  }

  /** The index maps each tensor's name to the part that holds it. */
  private void mapParts() throws IOException {
    var parts = new LinkedHashMap<String, Map<String, StoredTensor>>();
    var index = Json.object(file, "weight_map", Json.readObject(file).get("weight_map"));
    for (var entry : index.entrySet()) {
      var place = "weight_map: " + FormatException.quote(entry.getKey());
      if (!(entry.getValue() instanceof String part) || !part.matches("[\\w.-]+\\.safetensors")) {
        throw new FormatException(file, place, "expected the name of a .safetensors file beside the index, found "
            + Json.describe(entry.getValue()));
      }
      if (!parts.containsKey(part)) parts.put(part, map(file.resolveSibling(part)));
      var tensor = parts.get(part).get(entry.getKey());
      if (tensor == null) throw new FormatException(file, place, part + " holds no tensor of this name");
      tensors.put(entry.getKey(), tensor);
    }
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
    return find(name).bytes().byteSize();
  }

  /** The free notes that a writer left under {@code __metadata__}. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  /**
   * A copy of a tensor: half and 8-bit floats as F32; integers and booleans as I32.
   *
   * @throws FormatException if an integer does not fit 32 bits
   */
  @Override public Tensor tensor(String name) {
    return tensor(name, encoding(name).dtype());
  }

  /** A copy of a tensor as {@code dtype}. Integers may be read as reals, not the other way round. */
  public Tensor tensor(String name, DType dtype) {
    return find(name).tensor(dtype);
  }

  @Override public StoredMatrix matrix(String name) {
    return find(name).matrix();
  }

  private StoredTensor find(String name) {
    var tensor = tensors.get(name);
    if (tensor == null) throw new NoSuchElementException(file + " has no tensor " + FormatException.quote(name));
    return tensor;
  }

  @Override public void close() {
    arena.close();
  }

  /** Replaces {@code file} by one that holds {@code tensors} as they are. */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
    write(file, tensors, metadata, DType.F32);
  }

  /**
   * Replaces {@code file} by one that holds {@code tensors}, the F32 ones rounded to {@code reals}: F16 or BF16 take
   * half the room. The old file stays as it was if anything goes wrong.
   *
   * @throws IOException if there is no room, no folder or no permission
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata, DType reals)
      throws IOException {
    AtomicFile.write(file, channel -> new SafetensorsWriter(tensors, metadata, reals).writeTo(channel));
  }
}
