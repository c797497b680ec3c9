package org.vitrail.vlm.tower;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.CrossAttention;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.nn.Linear;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * The attention pool of CLIP's residual networks (Radford et al. 2021, section 2.4): the mean of all places asks the
 * places and itself. Pictures (n, C, h, w) to (n, d).
 *
 * @param positions (1 + h·w, C), the first of the mean
 */
public record MeanAttention(Parameter positions, CrossAttention attention) implements Layer {

  /** All weights begin with deviation C^−½. */
  static MeanAttention of(Init init, int places, int channels, int heads, int out) {
    double std = Math.pow(channels, -0.5);
    var at = init.at("attention");
    return new MeanAttention(init.normal("positions", std, 1 + places, channels),
        new CrossAttention(Linear.normal(at.at("query"), channels, channels, true, std),
            Linear.normal(at.at("keyValue"), channels, 2 * channels, true, std),
            Linear.normal(at.at("out"), channels, out, true, std), heads));
  }

  @Override public Tensor forward(Tensor x) {
    if (x.dim(2) * x.dim(3) + 1 != positions.dim(0)) {
      throw new IllegalArgumentException("attention pool: " + x.dim(2) + " by " + x.dim(3)
          + " places are left of the pictures, this model has positions for " + (positions.dim(0) - 1));
    }
    var places = x.flatten(2, 3).transpose(1, 2);                                  // (n, h·w, C)
    var tokens = Shaping.cat(1, places.meanKeep(1), places).add(positions);        // (n, 1 + h·w, C)
    return attention.forward(tokens.slice(1, 0, 1), tokens, null).select(1, 0);    // (n, d)
  }
}
