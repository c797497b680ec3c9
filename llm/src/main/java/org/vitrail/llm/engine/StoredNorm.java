package org.vitrail.llm.engine;

import org.vitrail.kernels.token.TokenKernels;
import org.vitrail.llm.decoder.DecoderConfig.NormKind;

/** A normalisation; {@code bias} may be null. To a {@code weight} that stands for 1 + weight the 1 is added already. */
record StoredNorm(NormKind kind, float[] weight, float[] bias, float eps) {

  void apply(TokenKernels kernels, float[] x, int at, float[] y, int yAt) {
    switch (kind) {
      case LAYER, BARE_LAYER -> kernels.layerNorm(x, at, weight.length, weight, bias, eps, y, yAt);
      case RMS, RMS_PLUS_ONE -> kernels.rmsNorm(x, at, weight.length, weight, eps, y, yAt);
    }
  }
}
