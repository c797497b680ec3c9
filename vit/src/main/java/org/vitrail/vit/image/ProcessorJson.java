package org.vitrail.vit.image;

import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link Processor} as the {@code preprocessor_config.json} that {@link Preprocessing#read} reads. */
public final class ProcessorJson {
  private ProcessorJson() {}

  /**
   * The settings of a processor that resizes, crops and scales.
   *
   * @param type the class that reads them, such as {@code "CLIPImageProcessor"}
   * @throws IllegalArgumentException if the processor does what these settings cannot say
   */
  public static Map<String, Object> of(String type, Processor processor) {
    var scaling = processor.scaling();
    if (processor.onWhite() != type.startsWith("Chameleon") || scaling.margin() != 0
        || !(processor.layout() instanceof Layout.Stacked || processor.layout() instanceof Layout.FilledUp)) {
      throw new IllegalArgumentException("preprocessing: this processor is none that " + type + " has settings for");
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("image_processor_type", type);
    json.put("do_convert_rgb", true);
    json.put("do_resize", processor.sizing() != null);
    switch (processor.layout()) {
      case Layout.FilledUp(int side, int most) -> {
        json.put("patch_size", side);
        json.put("max_num_patches", most);
      }
      default -> {
        if (processor.sizing() != null) json.put("size", size(type, processor.sizing()));
      }
    }
    json.put("resample", processor.filter().ordinal());
    json.put("do_center_crop", processor.crop() != null);
    if (processor.crop() != null) json.put("crop_size", frame(processor.crop()));
    json.put("do_rescale", scaling.rescale());
    json.put("rescale_factor", scaling.factor());
    json.put("do_normalize", scaling.normalize());
    json.put("image_mean", scaling.mean());
    json.put("image_std", scaling.std());
    return json;
  }

  private static Map<String, Object> size(String type, Sizing sizing) {
    return switch (sizing) {
      case Sizing.ShortestEdge(int edge) -> Map.of("shortest_edge", edge);
      case Sizing.Exact(var size) -> frame(size);
      case Sizing other ->
          throw new IllegalArgumentException("preprocessing: " + type + " has no settings for " + other);
    };
  }

  private static Map<String, Object> frame(Size size) {
    var frame = new LinkedHashMap<String, Object>();
    frame.put("height", size.height());
    frame.put("width", size.width());
    return frame;
  }
}
