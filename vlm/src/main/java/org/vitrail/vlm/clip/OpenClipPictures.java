package org.vitrail.vlm.clip;

import java.util.List;
import java.util.Map;
import org.vitrail.nn.ConfigReader;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.image.Processor;
import org.vitrail.vit.image.ProcessorJson;
import org.vitrail.vit.image.Size;
import org.vitrail.vit.image.Sizing;

/** The object {@code preprocess_cfg} of an {@code open_clip_config.json}, and back. */
final class OpenClipPictures {
  private OpenClipPictures() {}

  /**
   * What open_clip does to a picture before its model sees it, for inference.
   *
   * @throws IllegalArgumentException in one sentence, if it asks for what is not known here
   */
  static Processor processor(ConfigReader json, Clip.Config c) {
    var side = json.size("size", c.image().height());
    boolean square = side.length == 2 && side[0] == side[1];
    var mode = json.text("resize_mode", "shortest");
    if (side.length != 2 || !mode.equals("squash") && !(mode.equals("shortest") && square)) {
      throw new IllegalArgumentException("open_clip_config.json: resize_mode '" + mode + "' for pictures of size "
          + json.values().get("size") + " is not supported; it must be 'squash', or 'shortest' and the size a square");
    }
    var frame = ConfigReader.ordered("height", side[0], "width", side[1]);
    var settings = ConfigReader.ordered(
        "size", mode.equals("squash") ? frame : Map.of("shortest_edge", side[0]),
        "do_center_crop", mode.equals("shortest"), "crop_size", frame,
        "resample", json.text("interpolation", "bicubic").equals("bilinear") ? 2 : 3);
    if (json.has("mean")) settings.put("image_mean", json.values().get("mean"));
    if (json.has("std")) settings.put("image_std", json.values().get("std"));
    return Preprocessing.processor("clip", settings, Backend.TIMM);
  }

  /**
   * The object for a processor.
   *
   * @throws IllegalArgumentException if it does what open_clip cannot say
   */
  static Map<String, Object> json(Processor processor) {
    var settings = ProcessorJson.of("open_clip", processor);
    var size = switch (processor.sizing()) {
      case Sizing.ShortestEdge(int edge) when new Size(edge, edge).equals(processor.crop()) -> processor.crop();
      case Sizing.Exact(var exact) when processor.crop() == null -> exact;
      case null, default -> throw new IllegalArgumentException("preprocessing: open_clip has no settings for a "
          + "processor that resizes by " + processor.sizing() + " and crops to " + processor.crop());
    };
    boolean normalized = Boolean.TRUE.equals(settings.get("do_normalize"));
    return ConfigReader.ordered(
        "size", size.height() == size.width() ? size.height() : List.of(size.height(), size.width()),
        "mode", "RGB",
        "mean", normalized ? settings.get("image_mean") : List.of(0.0, 0.0, 0.0),
        "std", normalized ? settings.get("image_std") : List.of(1.0, 1.0, 1.0),
        "interpolation", processor.filter().toString(),
        "resize_mode", processor.crop() == null ? "squash" : "shortest",
        "fill_color", 0);
  }
}
