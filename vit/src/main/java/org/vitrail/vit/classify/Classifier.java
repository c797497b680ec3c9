package org.vitrail.vit.classify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.vit.Vit;
import org.vitrail.vit.image.Filter;
import org.vitrail.vit.image.Picture;

/**
 * A network with the names of its classes, read and written as {@code config.json} and {@code model.safetensors}: ViT
 * and ResNet in the layout of Hugging Face, networks without norms in that of timm.
 */
public record Classifier(Network network, List<String> classes) {

  /** A class and how likely the model thinks it. */
  public record Prediction(String label, double probability) {}

  /**
   * Reads a folder with {@code config.json} and {@code model.safetensors}.
   *
   * @throws IllegalArgumentException if there is no such model in it
   * @throws org.vitrail.tensor.io.FormatException if a file is damaged
   */
  public static Classifier open(Path folder) throws IOException {
    var file = folder.resolve("config.json");
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("there is no model in " + folder
          + ": it has no config.json; name a checkpoint folder");
    }
    var json = Json.readObject(file);
    var classes = classes(json);
    var network = Network.described(folder, new ConfigReader(json), classes.size());
    try (var stored = Safetensors.open(folder)) {
      var tensors = new LinkedHashMap<String, Tensor>();
      for (var name : stored.names()) tensors.put(name, stored.tensor(name));
      network.weights().load(tensors);
    }
    return new Classifier(network, classes);
  }

  /** Writes {@code config.json}, {@code preprocessor_config.json} and {@code model.safetensors} into a folder. */
  public void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    Json.write(folder.resolve("config.json"), configuration());
    Json.write(folder.resolve("preprocessor_config.json"), preprocessing());
    Safetensors.write(folder.resolve("model.safetensors"), network.weights().tensors(), Map.of("format", "pt"));
  }

  private Map<String, Object> preprocessing() {
    var input = network.input();
    var json = new LinkedHashMap<String, Object>();
    json.put("image_processor_type", "ViTImageProcessor");
    json.put("do_resize", true);
    json.put("size", Map.of("height", input.height(), "width", input.width()));
    json.put("resample", 2);
    json.put("do_rescale", true);
    json.put("rescale_factor", 1 / 255.0);
    json.put("do_normalize", true);
    json.put("image_mean", input.mean());
    json.put("image_std", input.std());
    return json;
  }

  /** The names under {@code id2label}, or timm's {@code label_names}, or numbers where timm has none. */
  private static List<String> classes(Map<String, Object> json) {
    var reader = new ConfigReader(json);
    if (json.get("id2label") instanceof Map<?, ?> names && !names.isEmpty()) {
      var ordered = new TreeMap<Integer, String>();
      names.forEach((id, name) -> ordered.put(Integer.valueOf(id.toString()), String.valueOf(name)));
      return List.copyOf(ordered.values());
    }
    if (reader.has("label_names")) return reader.texts("label_names");
    if (reader.has("architecture")) {
      return IntStream.range(0, reader.count("num_classes")).mapToObj(Integer::toString).toList();
    }
    throw new IllegalArgumentException("config.json: a model of type " + reader.text("model_type", "null")
        + " without id2label, the names of classes, is no classifier of pictures");
  }

  /** What {@code config.json} holds. */
  public Map<String, Object> configuration() {
    var json = new LinkedHashMap<>(network.json());
    if (json.containsKey("architecture")) json.put("label_names", classes);
    else putLabels(json);
    return json;
  }

  private void putLabels(Map<String, Object> json) {
    var names = new LinkedHashMap<String, Object>();
    var numbers = new LinkedHashMap<String, Object>();
    for (int i = 0; i < classes.size(); i++) {
      names.put(Integer.toString(i), classes.get(i));
      numbers.put(classes.get(i), i);
    }
    json.put("id2label", names);
    json.put("label2id", numbers);
  }

  /** The picture in the size and the channels of this model: the shorter edge scaled, the middle kept. */
  public Picture prepare(Picture picture) {
    var input = network.input();
    var coloured = input.channels() == 1 ? grey(picture) : picture.rgb();
    if (coloured.width() == input.width() && coloured.height() == input.height()) return coloured;
    return input.width() == input.height() ? coloured.square(input.width())
        : coloured.resize(input.width(), input.height(), Filter.BILINEAR);
  }

  /** Luma of ITU-R 601: {@code (19595·R + 38470·G + 7471·B + 2¹⁵)/2¹⁶}. */
  private static Picture grey(Picture picture) {
    if (picture.channels() == 1) return picture;
    var rgb = picture.rgb().pixels();
    var grey = new byte[rgb.length / 3];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) ((19595 * (rgb[3 * i] & 0xFF) + 38470 * (rgb[3 * i + 1] & 0xFF) + 7471 * (rgb[3 * i + 2] & 0xFF)
          + 0x8000) >> 16);
    }
    return new Picture(picture.width(), picture.height(), 1, grey);
  }

  /** The probability of each class (B, classes), of pictures that are prepared. */
  public Tensor probabilities(List<Picture> prepared) {
    return network.forward(Pixels.of(prepared)).softmax(-1);
  }

  /** All classes for any picture, the likeliest first. */
  public List<Prediction> predict(Picture picture) {
    var p = probabilities(List.of(prepare(picture))).toFloats();
    return IntStream.range(0, classes.size()).mapToObj(i -> new Prediction(classes.get(i), p[i]))
        .sorted(Comparator.comparingDouble(Prediction::probability).reversed()).toList();
  }

  /**
   * How much the class token of a vision transformer looks at each patch (h, w), summing to 1: the mean over the heads
   * of the last block, for a picture that is prepared. Empty for other networks.
   */
  public Optional<Tensor> attentionMap(Picture prepared) {
    return network.model() instanceof Vit vit ? Optional.of(attentionMap(vit, prepared)) : Optional.empty();
  }

  private static Tensor attentionMap(Vit vit, Picture prepared) {
    var last = vit.attentionMaps(Pixels.of(List.of(prepared))).getLast();                   // (1, H, T, T)
    int prefix = vit.prefixTokens();
    var toPatches = last.select(0, 0).mean(0).select(0, 0).slice(0, prefix, last.dim(-1));  // (N)
    var grid = toPatches.reshape(vit.positions().rows(), vit.positions().columns());
    return grid.div(grid.sum());
  }
}
