package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.TensorFile;
import org.vitrail.tensor.io.TorchFile;

/** A checkpoint of PyTorch in several files, of which {@code pytorch_model.bin.index.json} says what is where. */
final class TorchParts implements TensorFile {
  private final Path index;
  private final Map<String, TorchFile> parts = new LinkedHashMap<>();
  private final Map<String, TorchFile> tensors = new LinkedHashMap<>();

  private TorchParts(Path index) {
    this.index = index;
  }

  static TorchParts open(Path index) throws IOException {
    var opened = new TorchParts(index);
    try {
      opened.openParts();
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void openParts() throws IOException {
    if (!(Json.readObject(index).get("weight_map") instanceof Map<?, ?> names)) {
      throw new FormatException(index, "weight_map", "expected an object");
    }
    for (var entry : names.entrySet()) {
      var name = (String) entry.getKey();
      var place = "weight_map: " + FormatException.quote(name);
      if (!(entry.getValue() instanceof String part) || !part.matches("[\\w.-]+\\.bin")) {
        throw new FormatException(index, place, "expected the name of a .bin file beside the index");
      }
      if (!parts.containsKey(part)) parts.put(part, TorchFile.open(index.resolveSibling(part)));
      if (!parts.get(part).contains(name)) {
        throw new FormatException(index, place, part + " holds no tensor of this name");
      }
      tensors.put(name, parts.get(part));
    }
  }

  private TorchFile find(String name) {
    var part = tensors.get(name);
    if (part == null) throw new NoSuchElementException(index + " has no tensor " + FormatException.quote(name));
    return part;
  }

  @Override public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override public Shape shape(String name) {
    return find(name).shape(name);
  }

  @Override public String storedAs(String name) {
    return find(name).storedAs(name);
  }

  @Override public long bytes(String name) {
    return find(name).bytes(name);
  }

  @Override public Tensor tensor(String name) {
    return find(name).tensor(name);
  }

  @Override public StoredMatrix matrix(String name) {
    return find(name).matrix(name);
  }

  @Override public void close() {
    parts.values().forEach(TorchFile::close);
  }
}
