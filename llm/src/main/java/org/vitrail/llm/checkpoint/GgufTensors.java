package org.vitrail.llm.checkpoint;

import java.util.List;
import java.util.Set;
import org.vitrail.kernels.weights.Codec;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderConfig.NormKind;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.io.GgufWriter.Rows;
import org.vitrail.tensor.io.TensorFile;

/**
 * The tensors of Hugging Face under the names and in the layouts of GGUF: maps are (out, in), the rows of a Llama's
 * queries and keys stand so that neighbours turn, and Gemma's norms have their 1 added.
 */
final class GgufTensors {
  /** What takes the tensors. */
  @FunctionalInterface
  interface Sink {
    void add(String name, Shape shape, Rows rows);
  }

  private final TensorFile source;
  private final DecoderConfig config;
  private final TensorNames names;
  private final boolean interleaved;
  private final Sink sink;

  /** @param interleaved whether neighbours turn, as llama.cpp wants the queries and keys of a Llama */
  GgufTensors(TensorFile source, DecoderConfig config, TensorNames names, boolean interleaved, Sink sink) {
    this.source = source;
    this.config = config;
    this.names = names;
    this.interleaved = interleaved;
    this.sink = sink;
  }

  void addAll() {
    require(names.tokens());
    for (int i = 0; i < config.depth(); i++) require(names.inLayer(i, names.down()));
    var gguf = TensorNames.GGUF;
    add(names.tokens(), gguf.tokens());
    add(names.positions(), gguf.positions());
    for (int i = 0; i < config.depth(); i++) addLayer(i);
    add(names.norm(), gguf.norm());
    if (!config.tied()) add(names.head(), gguf.head());
  }

  private void require(String name) {
    if (source.contains(name + ".weight")) return;
    throw new IllegalArgumentException("the tensor " + name + ".weight is missing, which config.json promises");
  }

  private void addLayer(int i) {
    var gguf = TensorNames.GGUF;
    add(i, names.attentionNorm(), gguf.attentionNorm());
    add(i, names.packed(), gguf.packed());
    add(i, names.query(), gguf.query());
    add(i, names.key(), gguf.key());
    add(i, names.value(), gguf.value());
    add(i, names.queryNorm(), gguf.queryNorm());
    add(i, names.keyNorm(), gguf.keyNorm());
    add(i, names.attentionOut(), gguf.attentionOut());
    add(i, names.afterAttention(), gguf.afterAttention());
    add(i, names.mlpNorm(), gguf.mlpNorm());
    add(i, names.gate(), gguf.gate());
    add(i, names.up(), gguf.up());
    add(i, names.down(), gguf.down());
    add(i, names.afterMlp(), gguf.afterMlp());
  }

  private void add(int i, String from, String to) {
    if (from != null) add(names.inLayer(i, from), TensorNames.GGUF.inLayer(i, to));
  }

  private void add(String from, String to) {
    if (from == null) return;
    for (var part : List.of(".weight", ".bias")) {
      if (source.contains(from + part)) addTensor(from + part, to, part);
    }
  }

  private void addTensor(String from, String to, String part) {
    var shape = source.shape(from);
    var rows = rows(source, from);
    if (shape.rank() == 2 && names.transposed() && to.startsWith("blk.")) {
      shape = Shape.of(shape.dim(1), shape.dim(0));
      rows = transposed(source.tensor(from).toFloats(), shape);
    }
    if (config.norm().kind() == NormKind.RMS_PLUS_ONE && to.endsWith("norm")) rows = plusOne(rows);
    if (interleaved && to.endsWith("attn_q")) rows = turned(rows, shape, config.heads().queries());
    if (interleaved && to.endsWith("attn_k")) rows = turned(rows, shape, config.heads().keyValues());
    sink.add(to + part, shape, rows);
  }

  static Rows rows(StoredMatrix matrix) {
    return (i, row) -> Codec.decode(matrix.format(), matrix.memory(), i * matrix.rowBytes(), row, 0, matrix.columns());
  }

  /** The rows of a tensor in place where it is stored as weights are, otherwise of a copy. */
  private static Rows rows(TensorFile source, String name) {
    if (Set.of("F32", "F16", "BF16").contains(source.storedAs(name))) return rows(source.matrix(name));
    var values = source.tensor(name).toFloats();
    int columns = source.shape(name).dim(-1);
    return (i, row) -> System.arraycopy(values, i * columns, row, 0, columns);
  }

  /** @param shape of the result */
  private static Rows transposed(float[] values, Shape shape) {
    int rows = shape.dim(0);
    return (i, row) -> {
      for (int j = 0; j < shape.dim(1); j++) row[j] = values[j * rows + i];
    };
  }

  private static Rows plusOne(Rows rows) {
    return (i, row) -> {
      rows.read(i, row);
      for (int j = 0; j < row.length; j++) row[j]++;
    };
  }

  /** Element i of the first half of a head, and of the second, become neighbours 2i and 2i + 1. */
  private static Rows turned(Rows rows, Shape shape, int heads) {
    if (shape.rank() == 1) {
      return (i, row) -> {
        var halves = new float[row.length];
        rows.read(i, halves);
        for (int j = 0; j < row.length; j++) row[j] = halves[half(j, row.length / heads)];
      };
    }
    int dim = shape.dim(0) / heads;
    return (i, row) -> rows.read(half(i, dim), row);
  }

  /** Where element {@code i} of heads with halves is, if neighbours turn. */
  private static int half(int i, int dim) {
    int inHead = i % dim;
    return i - inHead + inHead % 2 * (dim / 2) + inHead / 2;
  }
}
