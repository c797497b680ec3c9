package org.vitrail.vit.classify;

import java.util.List;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Picture;

/** Pictures as a model sees them: {@code x/127.5 − 1} in (B, C, H, W). */
public final class Pixels {
  private Pixels() {}

  /** The pixels of pictures of one size. */
  public static Tensor of(List<Picture> pictures) {
    var first = pictures.getFirst();
    int plane = first.width() * first.height();
    int channels = first.channels();
    var values = new float[pictures.size() * channels * plane];
    int at = 0;
    for (var picture : pictures) {
      var bytes = picture.pixels();
      for (int c = 0; c < channels; c++) {
        for (int i = 0; i < plane; i++) values[at++] = (bytes[i * channels + c] & 0xFF) / 127.5f - 1;
      }
    }
    return Tensor.of(values, pictures.size(), channels, first.height(), first.width());
  }
}
