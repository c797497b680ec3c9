package org.vitrail.langchain4j;

import dev.langchain4j.data.image.Image;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import org.vitrail.vit.image.Picture;

/** Pictures as langchain4j holds them. */
final class Pictures {
  private Pictures() {}

  /** The picture in base64 or in a file. */
  static Picture of(Image image) {
    if (image.base64Data() != null) return Picture.read("picture in base64", decoded(image.base64Data()));
    if (image.url() != null) return Picture.read(file(image.url()));
    throw new IllegalArgumentException("an image has neither base64Data nor url; give it one of both");
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("an image's base64Data is no base64: " + e.getMessage(), e);
    }
  }

  private static Path file(URI url) {
    if (url.getScheme() == null) return Path.of(url.getPath());
    if (url.getScheme().equalsIgnoreCase("file") && url.getPath() != null) return Path.of(url);
    throw new IllegalArgumentException("the image at " + url
        + " is in no file, and nothing is fetched; give its bytes as base64Data or the URL of a file");
  }
}
