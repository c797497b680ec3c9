package org.vitrail.vlm.vq;

import org.vitrail.kernels.conv.Window;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.Init;

/** The convolutions of VQGAN, all with a bias. */
final class Convolve {
  private static final Window THREE = Window.square(3, 1, 1);
  private static final Window HALVING = Window.square(3, 2, 0);
  private static final Window ONE = Window.square(1, 1, 0);

  private Convolve() {}

  static Conv2d three(Init init, int in, int out) {
    return of(init, in, out, THREE);
  }

  /** Of stride 2 without padding. */
  static Conv2d halving(Init init, int channels) {
    return of(init, channels, channels, HALVING);
  }

  static Conv2d one(Init init, int in, int out) {
    return of(init, in, out, ONE);
  }

  /** As {@link #three} with weights of 0: what ends in it begins by adding nothing. */
  static Conv2d silent(Init init, int in, int out) {
    return new Conv2d(init.zeros("weight", out, in, THREE.kernelY(), THREE.kernelX()), init.zeros("bias", out), THREE);
  }

  /** Weights that keep the variance: uniform, of variance {@code 1/(in·kernel²)}. */
  private static Conv2d of(Init init, int in, int out, Window window) {
    double bound = Math.sqrt(3.0 / (in * window.kernelY() * window.kernelX()));
    return new Conv2d(init.uniform("weight", bound, out, in, window.kernelY(), window.kernelX()),
        init.zeros("bias", out), window);
  }
}
