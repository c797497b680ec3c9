package org.vitrail.cli.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vitrail.llm.checkpoint.Llama2C;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.GgufDecoder;
import org.vitrail.llm.decoder.HfDecoder;
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Gguf;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Npy;
import org.vitrail.tensor.io.Npz;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.tensor.io.TensorFile;
import org.vitrail.tensor.io.TorchFile;

/**
 * What a file holds: where it is, what kind it is, what it says of itself and its tensors.
 *
 * @param architecture the family of the model, empty where the file does not say
 * @param numbers the model in numbers, empty where it is no decoder
 */
record FileDescription(Path file, String kind, String architecture, Map<String, Object> numbers,
    Map<String, Object> metadata, List<Entry> tensors) {

  /** A tensor. */
  record Entry(String name, Shape shape, String format, long bytes) {}

  static FileDescription of(ModelFiles files) throws IOException {
    try (var source = files.open()) {
      var tensors = new ArrayList<Entry>();
      for (var name : source.names()) {
        tensors.add(new Entry(name, source.shape(name), source.storedAs(name), source.bytes(name)));
      }
      var kind = switch (files.kind()) {
        case SAFETENSORS -> "safetensors";
        case GGUF -> "GGUF";
        case TORCH -> "PyTorch";
        case LLAMA2_C -> "llama2.c";
      };
      var config = files.beside("config.json");
      var metadata = new LinkedHashMap<String, Object>(metadata(source));
      if (config.isPresent() && !(source instanceof Gguf)) metadata.putAll(Json.readObject(config.get()));
      return new FileDescription(files.weights(), kind, architecture(source, metadata), numbers(source, metadata),
          metadata, tensors);
    }
  }

  /** NumPy's file of one array. */
  static FileDescription ofNpy(Path file) throws IOException {
    return new FileDescription(file, "npy", "", Map.of(), Map.of(), List.of(entry("array", Npy.read(file))));
  }

  /** NumPy's archive of several. */
  static FileDescription ofNpz(Path file) throws IOException {
    try (var archive = Npz.open(file)) {
      var tensors = new ArrayList<Entry>();
      for (var name : archive.names()) tensors.add(entry(name, archive.tensor(name)));
      return new FileDescription(file, "npz", "", Map.of(), Map.of(), tensors);
    }
  }

  private static Entry entry(String name, Tensor tensor) {
    return new Entry(name, tensor.shape(), tensor.dtype().name(), (long) tensor.size() * tensor.dtype().bytes());
  }

  private static Map<String, ?> metadata(TensorFile source) {
    return switch (source) {
      case Gguf gguf -> gguf.metadata();
      case Safetensors safetensors -> safetensors.metadata();
      case TorchFile torch -> torch.metadata();
      default -> Map.of();
    };
  }

  private static String architecture(TensorFile source, Map<String, Object> metadata) {
    if (source instanceof Llama2C) return "llama";
    var key = source instanceof Gguf ? "general.architecture" : "model_type";
    return metadata.get(key) instanceof String name ? name : "";
  }

  /** Those of a decoder; of other models what their config.json says is listed as metadata. */
  private static Map<String, Object> numbers(TensorFile source, Map<String, Object> metadata) {
    try {
      return switch (source) {
        case Llama2C llama -> numbers(llama.config());
        case Gguf gguf -> {
          var shapes = new LinkedHashMap<String, int[]>();
          for (var name : gguf.names()) shapes.put(name, gguf.shape(name).sizes());
          yield numbers(GgufDecoder.config(metadata, shapes, null));
        }
        default -> numbers(HfDecoder.config(new ConfigReader(metadata)));
      };
    } catch (IllegalArgumentException noDecoder) {
      return Map.of();
    }
  }

  private static Map<String, Object> numbers(DecoderConfig c) {
    var numbers = new LinkedHashMap<String, Object>();
    numbers.put("layers", c.depth());
    numbers.put("width", c.width());
    numbers.put("heads", c.heads().queries());
    numbers.put("key_value_heads", c.heads().keyValues());
    numbers.put("head_width", c.heads().dim());
    numbers.put("hidden", c.mlp().hidden());
    numbers.put("vocabulary", c.vocabulary());
    numbers.put("context", c.context());
    return numbers;
  }

  long parameters() {
    return tensors.stream().mapToLong(tensor -> tensor.shape.size()).sum();
  }

  long bytes() {
    return tensors.stream().mapToLong(Entry::bytes).sum();
  }

  /** Number of tensors of each format. */
  Map<String, Integer> formats() {
    var formats = new TreeMap<String, Integer>();
    tensors.forEach(tensor -> formats.merge(tensor.format, 1, Integer::sum));
    return formats;
  }

  /** The same with the metadata and tensors whose names hold a word. */
  FileDescription only(String metadataWord, String tensorWord) {
    var values = new LinkedHashMap<>(metadata);
    values.keySet().removeIf(key -> metadataWord == null || !key.contains(metadataWord));
    var found = tensors.stream().filter(tensor -> tensorWord != null && tensor.name.contains(tensorWord)).toList();
    return new FileDescription(file, kind, architecture, numbers, values, found);
  }
}
