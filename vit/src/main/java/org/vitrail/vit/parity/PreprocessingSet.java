package org.vitrail.vit.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrail.nn.parity.Checks;
import org.vitrail.nn.parity.SetCase;
import org.vitrail.nn.parity.Tolerance;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Filter;
import org.vitrail.vit.image.ModelInput;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.Preprocessing;

/**
 * The set {@code preprocessing}: small pictures, what Pillow resizes them to ({@code pil.PICTURE.FILTER.WIDTHxHEIGHT}),
 * their colours without alpha ({@code rgb.PICTURE}), and what image processors make of them
 * ({@code PROCESSOR.BACKEND.PICTURE.INPUT}).
 */
public final class PreprocessingSet implements SetCase {

  @Override public String name() {
    return "preprocessing";
  }

  @Override public void run(Path directory, Map<String, Object> manifest, Checks checks) throws IOException {
    try (var stored = Safetensors.open(directory.resolve("preprocessing.safetensors"))) {
      for (var key : stored.names()) {
        if (key.startsWith("pil.")) resized(directory, key, stored.tensor(key), checks);
        if (key.startsWith("rgb.")) coloured(directory, key, stored.tensor(key), checks);
      }
      var tolerance = Tolerance.of(((Map<?, ?>) manifest.get("tolerance")).get("processors"));
      for (var processor : (List<?>) manifest.get("processors")) {
        processed(directory, (Map<?, ?>) processor, stored, tolerance, checks);
      }
    }
  }

  private static void resized(Path directory, String key, Tensor expected, Checks checks) {
    var parts = key.split("\\.");
    var filter = Filter.named(parts[2]);
    var picture = picture(directory, parts[1]).resize(expected.dim(1), expected.dim(0), filter);
    checks.output(key, levels(picture), expected, Tolerance.EXACT);
  }

  private static void coloured(Path directory, String key, Tensor expected, Checks checks) {
    checks.output(key, levels(picture(directory, key.split("\\.")[1]).rgb()), expected, Tolerance.EXACT);
  }

  private static void processed(
      Path directory, Map<?, ?> processor, Safetensors stored, Tolerance tolerance, Checks checks) {
    @SuppressWarnings("unchecked") var settings = (Map<String, ?>) processor.get("settings");
    var className = (String) processor.get("class");
    var backend = Backend.valueOf(((String) processor.get("backend")).toUpperCase(Locale.ROOT));
    for (var key : (List<?>) processor.get("keys")) {
      var parts = ((String) key).split("\\.");
      var inputs = Preprocessing.run(className, settings, backend, List.of(picture(directory, parts[2])));
      checks.output((String) key, tensor(inputs.get(parts[3])), stored.tensor((String) key), tolerance);
    }
  }

  private static Picture picture(Path directory, String name) {
    return Picture.read(directory.resolve(name + ".png"));
  }

  /** (height, width, channels), or (height, width) of a grey picture. */
  private static Tensor levels(Picture picture) {
    var levels = new int[picture.pixels().length];
    for (int i = 0; i < levels.length; i++) levels[i] = picture.pixels()[i] & 0xFF;
    return picture.channels() == 1 ? Tensor.of(levels, picture.height(), picture.width())
        : Tensor.of(levels, picture.height(), picture.width(), picture.channels());
  }

  private static Tensor tensor(ModelInput input) {
    return input == null ? null : input.tensor();
  }
}
