package org.vitrail.vit.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

/** The reference values beside the tests: pictures, settings and tensors. */
final class Reference {
  static final Map<String, Object> MANIFEST;
  private static final Safetensors FILE;

  static {
    try {
      MANIFEST = Json.readObject(path("manifest.json"));
      FILE = Safetensors.open(path("preprocessing.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reference() {}

  static Picture picture(String name) {
    return Picture.read(path(name + ".png"));
  }

  static List<String> keys(String prefix) {
    return FILE.names().stream().filter(key -> key.startsWith(prefix)).sorted().toList();
  }

  static Tensor tensor(String key) {
    return FILE.tensor(key);
  }

  private static Path path(String name) {
    try {
      return Path.of(Reference.class.getResource("/parity/preprocessing/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
