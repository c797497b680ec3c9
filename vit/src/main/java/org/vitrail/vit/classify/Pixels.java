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

  /** The pictures that pixels (B, C, H, W) show; what is beyond −1 and 1 is brought back. */
  public static List<Picture> pictures(Tensor pixels) {
    int channels = pixels.dim(1);
    int height = pixels.dim(2);
    int width = pixels.dim(3);
    var values = pixels.permute(0, 2, 3, 1).toFloats();
    var pictures = new Picture[pixels.dim(0)];
    for (int i = 0; i < pictures.length; i++) {
      var bytes = new byte[height * width * channels];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) Math.clamp(Math.round((values[i * bytes.length + j] + 1) * 127.5), 0, 255);
      }
      pictures[i] = new Picture(width, height, channels, bytes);
    }
    return List.of(pictures);
  }
}
