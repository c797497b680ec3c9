package org.vitrail.vit.image;

/** The library that a processor does its arithmetic with. Checkpoints were trained with one or the other. */
public enum Backend {
  /** Pillow and NumPy: the processors called slow in transformers 4. */
  PIL(Resize.PILLOW) {
    @Override int middle(int outer, int inner) {
      return Math.floorDiv(outer - inner, 2);
    }

    @Override float value(int level, Scaling scaling, int channel) {
      float x = scaling.rescale() ? (float) (level * scaling.factor()) : level;
      return scaling.normalize() ? (x - (float) scaling.mean(channel)) / (float) scaling.std(channel) : x;
    }
  },

  /** Torchvision on tensors: the processors called fast in transformers 4. */
  TORCHVISION(Resize.TORCH) {
    @Override int middle(int outer, int inner) {
      return (outer - inner) / 2;
    }

    @Override float value(int level, Scaling scaling, int channel) {
      if (!scaling.normalize()) {
        return scaling.rescale() ? level * (float) scaling.factor() : level;
      }
      float unit = scaling.rescale() ? (float) (1 / scaling.factor()) : 1;
      return (level - (float) scaling.mean(channel) * unit) / ((float) scaling.std(channel) * unit);
    }
  },

  /** Torchvision on Pillow pictures, as in OpenAI's CLIP, open_clip and timm; half a pixel of a crop goes to even. */
  TIMM(Resize.PILLOW) {
    @Override int middle(int outer, int inner) {
      return outer < inner ? (outer - inner) / 2 : (int) Math.rint((outer - inner) / 2.0);
    }

    @Override float value(int level, Scaling scaling, int channel) {
      float x = scaling.rescale() ? level / (float) (1 / scaling.factor()) : level;
      return scaling.normalize() ? (x - (float) scaling.mean(channel)) / (float) scaling.std(channel) : x;
    }
  };

  private final Resize resize;

  Backend(Resize resize) {
    this.resize = resize;
  }

  Picture resize(Picture picture, Size size, Filter filter) {
    return resize.apply(picture, size.width(), size.height(), filter);
  }

  /** The part of the given size around the middle; where the picture is smaller, black fills up. */
  Picture centerCrop(Picture picture, Size size) {
    int left = middle(picture.width(), size.width());
    int top = middle(picture.height(), size.height());
    return picture.crop(left, top, size.width(), size.height());
  }

  /** Where a piece of length {@code inner} begins in one of length {@code outer}. */
  abstract int middle(int outer, int inner);

  /** What a model sees of a colour level, 0 to 255. */
  abstract float value(int level, Scaling scaling, int channel);
}
