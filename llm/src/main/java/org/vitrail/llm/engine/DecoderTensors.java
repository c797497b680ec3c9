package org.vitrail.llm.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.vitrail.kernels.weights.Format;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.TensorFile;

/** The parameters of a decoder as if they stood in a file, under the names of GGUF. */
final class DecoderTensors implements TensorFile {
  private final Map<String, Tensor> tensors;
  private final Arena arena = Arena.ofShared();

  DecoderTensors(Decoder decoder) {
    tensors = new LinkedHashMap<>(DecoderWeights.of(decoder, TensorNames.GGUF).tensors());
  }

  @Override public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  @Override public Shape shape(String name) {
    return tensors.get(name).shape();
  }

  @Override public String storedAs(String name) {
    return Format.F32.name();
  }

  @Override public long bytes(String name) {
    return 4L * tensors.get(name).size();
  }

  @Override public Tensor tensor(String name) {
    return tensors.get(name);
  }

  @Override public StoredMatrix matrix(String name) {
    var tensor = tensors.get(name);
    int columns = tensor.dim(-1);
    return new StoredMatrix(Format.F32, tensor.size() / columns, columns,
        arena.allocateFrom(ValueLayout.JAVA_FLOAT, tensor.toFloats()));
  }

  @Override public void close() {
    arena.close();
  }
}
