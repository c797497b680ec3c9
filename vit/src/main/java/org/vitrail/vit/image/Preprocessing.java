package org.vitrail.vit.image;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.vitrail.tensor.io.Json;

/**
 * The image processors of Hugging Face transformers by name, built from the settings of a
 * {@code preprocessor_config.json}.
 */
public final class Preprocessing {
  private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);
  private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);

  private static final Map<String, Object> COMMON = Map.of(
      "do_resize", true, "do_rescale", true, "do_normalize", true, "rescale_factor", 1 / 255.0,
      "image_mean", HALF, "image_std", HALF, "resample", 3, "default_to_square", false);

  /** What each processor adds to, or has other than, {@link #COMMON}. */
  private static final Map<String, Map<String, Object>> DEFAULTS = Map.ofEntries(
      entry("bit", Map.of("size", 224, "crop_size", 224, "do_center_crop", true,
          "image_mean", CLIP_MEAN, "image_std", CLIP_STD)),
      entry("blip", Map.of("size", 384, "default_to_square", true, "image_mean", CLIP_MEAN, "image_std", CLIP_STD)),
      entry("chameleon", Map.of("size", 512, "crop_size", 512, "do_center_crop", true, "resample", 1,
          "rescale_factor", 0.0078, "image_mean", 1, "image_std", 1)),
      entry("clip", Map.of("size", 224, "crop_size", 224, "do_center_crop", true,
          "image_mean", CLIP_MEAN, "image_std", CLIP_STD)),
      entry("convnext", Map.of("size", 384, "crop_pct", 224 / 256.0)),
      entry("deit", Map.of("size", 256, "default_to_square", true, "crop_size", 224, "do_center_crop", true)),
      entry("flava", Map.ofEntries(entry("size", 224), entry("default_to_square", true), entry("crop_size", 224),
          entry("do_center_crop", true), entry("image_mean", CLIP_MEAN), entry("image_std", CLIP_STD),
          entry("codebook_do_resize", true), entry("codebook_size", 112), entry("codebook_default_to_square", true),
          entry("codebook_resample", 1), entry("codebook_do_center_crop", true), entry("codebook_crop_size", 112),
          entry("codebook_do_rescale", true), entry("codebook_rescale_factor", 1 / 255.0),
          entry("codebook_do_normalize", true), entry("codebook_image_mean", 0), entry("codebook_image_std", 1),
          entry("codebook_do_map_pixels", true))),
      entry("qwen2vl", Map.of("size", Map.of("shortest_edge", 56 * 56, "longest_edge", 28 * 28 * 1280),
          "patch_size", 14, "temporal_patch_size", 2, "merge_size", 2,
          "image_mean", CLIP_MEAN, "image_std", CLIP_STD)),
      entry("siglip", Map.of("size", Map.of("height", 224, "width", 224))),
      entry("siglip2", Map.of("patch_size", 16, "max_num_patches", 256, "resample", 2)),
      entry("vilt", Map.of("size", 384, "size_divisor", 32, "do_pad", true)),
      entry("vit", Map.of("size", 224, "default_to_square", true, "resample", 2)));

  /** DALL-E's codebook wants values in [0.1, 0.9]. */
  private static final double CODEBOOK_MARGIN = 0.1;
  /** ConvNeXt crops what it resizes below this size and takes the whole picture from it on. */
  private static final int CONVNEXT_WHOLE = 384;

  /** Numbers of one picture. */
  private static final long LARGEST = 1 << 27;

  private Preprocessing() {}

  /**
   * The processor of a name: a class, {@code "CLIPImageProcessor"} (with or without {@code Pil}, {@code Fast}, or as
   * {@code FeatureExtractor}), or its type, {@code "clip"}. Settings that are missing have the defaults of the class.
   *
   * @throws IllegalArgumentException when the processor is unknown or a setting makes no sense
   */
  public static Processor processor(String name, Map<String, ?> settings, Backend backend) {
    var type = type(name);
    return processor(type, settings(type, settings), backend);
  }

  /** The processor that a {@code preprocessor_config.json} describes, with the arithmetic of Pillow. */
  public static Processor read(Path file) throws IOException {
    var settings = Json.readObject(file);
    var name = settings.getOrDefault("image_processor_type", settings.get("feature_extractor_type"));
    if (!(name instanceof String text)) {
      throw new IllegalArgumentException(
          file + ": names no processor; add \"image_processor_type\", such as \"ViTImageProcessor\"");
    }
    return processor(text, settings, Backend.PIL);
  }

  /** One picture through a processor, with the arithmetic of Pillow. */
  public static Map<String, ModelInput> run(String name, Map<String, ?> settings, Picture picture) {
    return run(name, settings, Backend.PIL, List.of(picture));
  }

  /** A batch of pictures through a processor; FLAVA's has the pixels of its codebook beside, when the settings ask. */
  public static Map<String, ModelInput> run(
      String name, Map<String, ?> settings, Backend backend, List<Picture> pictures) {
    var type = type(name);
    var all = settings(type, settings);
    var inputs = new LinkedHashMap<>(processor(type, all, backend).apply(pictures));
    if (all.flag("return_codebook_pixels")) {
      inputs.put("codebook_pixel_values", plain(all.below("codebook_"), backend).apply(pictures).get("pixel_values"));
    }
    return inputs;
  }

  private static Processor processor(String type, Settings settings, Backend backend) {
    return switch (type) {
      case "convnext" -> convNext(settings, backend);
      case "vilt" -> vilt(settings, backend);
      case "qwen2vl" -> qwen2Vl(settings, backend);
      case "siglip2" -> siglip2(settings, backend);
      default -> plain(settings, backend).onWhite(type.equals("chameleon"));
    };
  }

  private static Processor plain(Settings settings, Backend backend) {
    var sizing = settings.flag("do_resize") ? settings.sizing("size") : null;
    var crop = settings.flag("do_center_crop") ? settings.frame("crop_size") : null;
    return processor(settings, backend, sizing, crop, new Layout.Stacked());
  }

  private static Processor convNext(Settings settings, Backend backend) {
    int edge = settings.edge("size", "shortest_edge");
    if (!settings.flag("do_resize")) {
      return processor(settings, backend, null, null, new Layout.Stacked());
    }
    var square = new Size(edge, edge);
    return edge < CONVNEXT_WHOLE
        ? processor(settings, backend, new Sizing.ShortestEdge((int) (edge / settings.number("crop_pct"))), square,
            new Layout.Stacked())
        : processor(settings, backend, new Sizing.Exact(square), null, new Layout.Stacked());
  }

  private static Processor vilt(Settings settings, Backend backend) {
    var sizing = new Sizing.Multiple(settings.edge("size", "shortest_edge"), settings.count("size_divisor"));
    return processor(settings, backend, settings.flag("do_resize") ? sizing : null, null,
        settings.flag("do_pad") ? new Layout.Padded() : new Layout.Stacked());
  }

  private static Processor qwen2Vl(Settings settings, Backend backend) {
    int side = settings.count("patch_size");
    int merge = settings.count("merge_size");
    int least = settings.has("min_pixels") ? settings.count("min_pixels") : settings.edge("size", "shortest_edge");
    int most = settings.has("max_pixels") ? settings.count("max_pixels") : settings.edge("size", "longest_edge");
    return processor(settings, backend,
        settings.flag("do_resize") ? new Sizing.PixelBudget(least, most, side * merge) : null, null,
        new Layout.Patches(side, settings.count("temporal_patch_size"), merge));
  }

  private static Processor siglip2(Settings settings, Backend backend) {
    int side = settings.count("patch_size");
    int most = settings.count("max_num_patches");
    if (3L * side * side * most > LARGEST) {
      throw new IllegalArgumentException("preprocessing: " + most + " patches of " + side + "x" + side
          + " pixels are too many; settings are patch_size and max_num_patches");
    }
    return processor(settings, backend, settings.flag("do_resize") ? new Sizing.PatchBudget(side, most) : null, null,
        new Layout.FilledUp(side, most));
  }

  private static Processor processor(Settings settings, Backend backend, Sizing sizing, Size crop, Layout layout) {
    var scaling = new Scaling(settings.flag("do_rescale"), settings.number("rescale_factor"),
        settings.flag("do_normalize"), settings.channels("image_mean"), settings.channels("image_std"),
        settings.flag("do_map_pixels") ? CODEBOOK_MARGIN : 0);
    var filter = Filter.of((int) settings.number("resample"));
    return new Processor(backend, false, sizing, filter, crop, scaling, layout);
  }

  private static String type(String name) {
    var type = name.replaceFirst("(ImageProcessor(Pil|Fast)?|FeatureExtractor)$", "").replace("_", "");
    var lower = type.toLowerCase(Locale.ROOT);
    if (!DEFAULTS.containsKey(lower)) {
      throw new IllegalArgumentException(
          "preprocessing: processor '" + name + "' is unknown; there are " + new TreeSet<>(DEFAULTS.keySet()));
    }
    return lower;
  }

  private static Settings settings(String type, Map<String, ?> given) {
    var defaults = new LinkedHashMap<>(COMMON);
    defaults.putAll(DEFAULTS.get(type));
    return new Settings(given, defaults, "");
  }
}
