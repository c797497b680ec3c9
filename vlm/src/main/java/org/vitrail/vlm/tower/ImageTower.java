package org.vitrail.vlm.tower;

import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.vit.image.Size;

/** What turns pictures (n, C, H, W) into vectors (n, d). */
public sealed interface ImageTower extends Layer permits VitTower, ResNetTower {

  /** An image tower in numbers. */
  sealed interface Config permits VitTower.Config, ResNetTower.Config {
    /** Rows of pixels. */
    int height();

    /** Columns of pixels. */
    int width();

    int channels();

    /** Of the pictures. */
    default Size size() {
      return new Size(height(), width());
    }

    /** Number of learned values, norms and biases left out. */
    double parameters();
  }

  /** A new tower as CLIP's begin. */
  static ImageTower of(Config config, Init init) {
    return switch (config) {
      case VitTower.Config vit -> VitTower.of(vit, init);
      case ResNetTower.Config resNet -> ResNetTower.of(resNet, init);
    };
  }
}
