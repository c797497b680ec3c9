package org.vitrail.vlm.energy;

import org.vitrail.kernels.conv.Window;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;

/** Layers whose weights and biases begin uniform between ±1/√(inputs of a unit), as in PyTorch. */
final class FanIn {
  private FanIn() {}

  static Linear linear(Init init, int in, int out) {
    double bound = 1 / Math.sqrt(in);
    return new Linear(init.uniform("weight", bound, out, in), init.uniform("bias", bound, out));
  }

  /** A linear map to one number that begins at 0, so that all energies do. */
  static Linear energy(Init init, int in) {
    return new Linear(init.zeros("weight", 1, in), init.zeros("bias", 1));
  }

  /** A convolution of 3x3 pixels that keeps the size, divided by {@code stride}. */
  static Conv2d convolution(Init init, int in, int out, int stride) {
    double bound = 1 / Math.sqrt(in * 9);
    return new Conv2d(init.uniform("weight", bound, out, in, 3, 3), init.uniform("bias", bound, out),
        Window.square(3, stride, 1));
  }
}
