package org.vitrail.vlm.clip;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.io.TensorFile;

/** The configuration of OpenAI's own files, which have none: it is read off the shapes of the tensors. */
final class OpenAiShapes {
  private static final int HEAD_WIDTH = 64;

  private final Map<String, Shape> shapes = new HashMap<>();

  private OpenAiShapes(TensorFile stored) {
    for (var name : stored.names()) shapes.put(OpenClip.plain(name), stored.shape(name));
  }

  /** Whether a file holds a CLIP, its configuration known or not. */
  static boolean isClip(TensorFile stored) {
    var shapes = new OpenAiShapes(stored).shapes;
    return shapes.containsKey("visual.conv1.weight") && shapes.containsKey("token_embedding.weight");
  }

  /**
   * What {@code model_cfg} would say.
   *
   * @throws IllegalArgumentException in one sentence, if the file is none of OpenAI's
   */
  static ConfigReader config(TensorFile stored) {
    return new OpenAiShapes(stored).config();
  }

  private ConfigReader config() {
    if (!shapes.containsKey("input_resolution")) {
      throw new IllegalArgumentException("the file is not OpenAI's own, and does not say whether its blocks use GELU "
          + "or QuickGELU; put the model's open_clip_config.json beside it");
    }
    int width = dim("ln_final.weight", 0);
    var text = ConfigReader.ordered("context_length", dim("positional_embedding", 0),
        "vocab_size", dim("token_embedding.weight", 0), "width", width, "heads", Math.max(1, width / HEAD_WIDTH),
        "layers", count("transformer.resblocks."));
    return new ConfigReader(ConfigReader.ordered("embed_dim", dim("text_projection", 1), "quick_gelu", true,
        "vision_cfg", shapes.containsKey("visual.proj") ? vit() : resNet(), "text_cfg", text));
  }

  private Map<String, Object> vit() {
    int patch = dim("visual.conv1.weight", 3);
    return ConfigReader.ordered("image_size", patch * side("visual.positional_embedding"), "patch_size", patch,
        "width", dim("visual.conv1.weight", 0), "layers", count("visual.transformer.resblocks."));
  }

  private Map<String, Object> resNet() {
    return ConfigReader.ordered("image_size", 32 * side("visual.attnpool.positional_embedding"),
        "width", dim("visual.layer1.0.conv1.weight", 0),
        "layers", IntStream.rangeClosed(1, 4).mapToObj(s -> count("visual.layer" + s + ".")).toList());
  }

  private int dim(String name, int axis) {
    var shape = shapes.get(name);
    if (shape != null && axis < shape.rank()) return shape.dim(axis);
    throw new IllegalArgumentException(shape == null ? "the file has no tensor " + name
        : "the file's " + name + " is " + shape + ", expected more axes");
  }

  /** Rows and columns of the grid that a table of positions with one more row is for. */
  private int side(String table) {
    int places = dim(table, 0) - 1;
    int side = (int) Math.round(Math.sqrt(Math.max(0, places)));
    if (side > 0 && side * side == places) return side;
    throw new IllegalArgumentException("the file's " + table + " has " + (places + 1)
        + " rows, expected 1 and a square");
  }

  /** How many parts are numbered after {@code prefix}. */
  private int count(String prefix) {
    return (int) shapes.keySet().stream().filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()).split("\\.")[0]).distinct().count();
  }
}
