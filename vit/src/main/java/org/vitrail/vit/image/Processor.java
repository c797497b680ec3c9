package org.vitrail.vit.image;

import java.util.List;
import java.util.Map;

/**
 * What happens to a picture before a model sees it: three channels, resize, centre crop, scale, arrange.
 *
 * @param onWhite blends transparent pictures with white instead of dropping their alpha
 * @param sizing null to keep the size
 * @param crop null to keep the borders
 */
public record Processor(
    Backend backend, boolean onWhite, Sizing sizing, Filter filter, Size crop, Scaling scaling, Layout layout) {

  /** The arrays for a batch of pictures, by the names of a model's inputs. */
  public Map<String, ModelInput> apply(List<Picture> pictures) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("preprocessing: no pictures are given; at least one is needed");
    }
    return layout.arrange(pictures.stream().map(this::prepare).toList(), scaling.table(backend));
  }

  public Map<String, ModelInput> apply(Picture picture) {
    return apply(List.of(picture));
  }

  Processor onWhite(boolean blends) {
    return new Processor(backend, blends, sizing, filter, crop, scaling, layout);
  }

  /** The picture resized and cropped, still as colour levels. */
  public Picture prepare(Picture picture) {
    var out = onWhite ? picture.onWhite() : picture.rgb();
    if (sizing != null) {
      out = backend.resize(out, sizing.of(Size.of(out)), filter);
    }
    return crop == null ? out : backend.centerCrop(out, crop);
  }
}
