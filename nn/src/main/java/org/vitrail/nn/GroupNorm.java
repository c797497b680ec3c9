package org.vitrail.nn;

import java.util.Arrays;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/** Normalisation of (n, channels, …) over groups of channels and all places (Wu and He 2018). */
public record GroupNorm(int groups, Parameter weight, Parameter bias, double eps) implements Layer {

  public static GroupNorm of(Init init, int groups, int channels, double eps) {
    return new GroupNorm(groups, init.ones("weight", channels), init.zeros("bias", channels), eps);
  }

  @Override public Tensor forward(Tensor x) {
    var perChannel = new int[x.rank()];
    Arrays.fill(perChannel, 1);
    perChannel[1] = x.dim(1);
    return x.reshape(x.dim(0) * groups, -1).layerNorm(null, null, eps).reshape(x.shape())
        .mul(weight.reshape(perChannel)).add(bias.reshape(perChannel));
  }
}
