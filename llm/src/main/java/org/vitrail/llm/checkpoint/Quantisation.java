package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vitrail.kernels.weights.Format;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.HfDecoder;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.io.Gguf;
import org.vitrail.tensor.io.GgufValue;
import org.vitrail.tensor.io.GgufWriter;
import org.vitrail.tensor.io.GgufWriter.Rows;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.TensorFile;

/**
 * Writes a model as GGUF with the weights of its maps in another format, from another GGUF, a folder of Hugging Face or
 * a llama2.c file. Vectors and learned positions stay F32; rows that are no whole blocks become F16.
 */
public final class Quantisation {
  private final GgufWriter writer = new GgufWriter();
  private final Format format;
  private final List<String> notes = new ArrayList<>();
  private final List<String> odd = new ArrayList<>();

  private Quantisation(Format format) {
    this.format = format;
  }

  /**
   * Prepares to write {@code source}, which stays open until the file is written.
   *
   * @throws IllegalArgumentException in one sentence, if its family has no GGUF or it lacks a {@code config.json}
   */
  public static Quantisation of(ModelFiles files, TensorFile source, Format format) throws IOException {
    var quantisation = new Quantisation(format);
    switch (source) {
      case Gguf gguf -> quantisation.addAll(gguf);
      case Llama2C llama -> quantisation.convert(files, llama);
      default -> quantisation.convert(files, source);
    }
    quantisation.noteOdd();
    return quantisation;
  }

  /** The file to be. */
  public GgufWriter writer() {
    return writer;
  }

  /** What is not as asked for, a sentence each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  private void addAll(Gguf source) {
    source.values().forEach(writer::put);
    writer.put("general.file_type", GgufValue.u32(GgufMetadata.fileType(format)));
    writer.put("general.quantization_version", GgufValue.u32(2));
    for (var name : source.names()) {
      var matrix = source.matrix(name);
      var shape = source.shape(name);
      if (isPlain(name, shape) || matrix.format() == format) writer.add(name, shape, matrix);
      else add(name, shape, GgufTensors.rows(matrix));
    }
  }

  private void convert(ModelFiles files, Llama2C source) throws IOException {
    var name = files.weights().getFileName().toString().replaceFirst("\\.bin$", "");
    describe(source.config(), "llama", name, files.folder());
    new GgufTensors(source, source.config(), TensorNames.LLAMA, false, this::add).addAll();
  }

  private void convert(ModelFiles files, TensorFile source) throws IOException {
    var json = files.beside("config.json").orElseThrow(() -> new IllegalArgumentException(
        "there is no config.json beside " + files.weights() + ", so what its tensors are is not known"));
    var settings = new ConfigReader(Json.readObject(json));
    var architecture = GgufMetadata.architecture(settings.text("model_type", ""));
    var config = HfDecoder.config(settings);
    var name = String.valueOf(files.folder().toAbsolutePath().normalize().getFileName());
    var metadata = describe(config, architecture, name, files.folder());
    var divisors = GgufMetadata.divisors(config);
    if (divisors != null) {
      writer.add("rope_freqs.weight", Shape.of(divisors.length), Format.F32,
          (i, row) -> System.arraycopy(divisors, 0, row, 0, divisors.length));
    }
    var names = HfDecoder.names(settings, source.names());
    new GgufTensors(source, config, names, architecture.equals("llama"), this::add).addAll();
    if (!GgufMetadata.saysAllOf(config, metadata)) {
      notes.add("GGUF has no words for the windows or the scale of scores in this model's config.json; readers will "
          + "compute with those that its family usually has");
    }
  }

  private Map<String, GgufValue> describe(DecoderConfig config, String architecture, String name, Path folder)
      throws IOException {
    var metadata = GgufMetadata.of(config, architecture, name, format);
    metadata.forEach(writer::put);
    GgufVocabulary.of(folder, config.vocabulary(), architecture, notes::add).forEach(writer::put);
    return metadata;
  }

  private void add(String name, Shape shape, Rows rows) {
    if (isPlain(name, shape)) {
      writer.add(name, shape, Format.F32, rows);
      return;
    }
    boolean fits = shape.dim(-1) % format.block() == 0;
    if (!fits) odd.add(name);
    writer.add(name, shape, fits ? format : Format.F16, rows);
  }

  private void noteOdd() {
    if (odd.isEmpty()) return;
    notes.add((odd.size() == 1 ? odd.getFirst() + " is" : odd.size() + " tensors, such as " + odd.getFirst() + ", are")
        + " stored as F16: rows are no whole blocks of " + format.block() + ", as of " + format);
  }

  /** Vectors, and positions, which are added to what they place. */
  private static boolean isPlain(String name, Shape shape) {
    return shape.rank() < 2 || name.equals(TensorNames.GGUF.positions() + ".weight");
  }
}
