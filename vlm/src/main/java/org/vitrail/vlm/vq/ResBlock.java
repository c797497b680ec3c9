package org.vitrail.vlm.vq;

import org.vitrail.nn.Conv2d;
import org.vitrail.nn.Dropout;
import org.vitrail.nn.GroupNorm;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.tensor.Tensor;

/**
 * A residual block of VQGAN: {@code x + conv2(drop(silu(norm2(conv1(silu(norm1(x)))))))}; where the number of channels
 * changes, x goes through a 1x1 convolution, else {@code shortcut} is null.
 */
public record ResBlock(GroupNorm norm1, Conv2d conv1, GroupNorm norm2, Dropout dropout, Conv2d conv2, Conv2d shortcut)
    implements Layer {
  static final double EPS = 1e-6;

  static ResBlock of(Init init, VqConfig c, int in, int out) {
    return new ResBlock(
        GroupNorm.of(init.at("norm1"), c.groups(), in, EPS),
        Convolve.three(init.at("conv1"), in, out),
        GroupNorm.of(init.at("norm2"), c.groups(), out, EPS),
        Dropout.of(init.at("dropout"), c.dropout()),
        Convolve.silent(init.at("conv2"), out, out),
        in == out ? null : Convolve.one(init.at("shortcut"), in, out));
  }

  @Override public Tensor forward(Tensor x) {
    var h = conv1.forward(norm1.forward(x).silu());
    h = conv2.forward(dropout.forward(norm2.forward(h).silu()));
    return h.add(shortcut == null ? x : shortcut.forward(x));
  }
}
