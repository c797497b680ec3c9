package org.vitrail.llm.decoder;

import java.util.function.BiFunction;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.nn.RmsNorm;
import org.vitrail.tensor.Tensor;

/**
 * Attention that looks back only, with grouped queries (Ainslie et al. 2023) and rotary positions. One linear map makes
 * queries, keys and values, in this order; {@code queryNorm} and {@code keyNorm} (or null) normalise each head.
 */
public record DecoderAttention(Linear qkv, Layer queryNorm, Layer keyNorm, Linear out, int heads, int kvHeads,
    double scale, boolean interleaved) implements Part {

  /** Layer {@code i} of a new decoder. */
  static DecoderAttention of(Init init, DecoderConfig c, int i, DecoderInit weights) {
    var heads = c.heads();
    var layer = c.layers().get(i);
    return new DecoderAttention(
        weights.map(init.at("qkv"), c.width(), heads.queryWidth() + 2 * heads.keyValueWidth(), heads.qkvBias()),
        norm(init.at("queryNorm"), c, heads.queries()), norm(init.at("keyNorm"), c, heads.keyValues()),
        weights.residual(init.at("out"), heads.queryWidth(), c.width(), heads.outBias()),
        heads.queries(), heads.keyValues(), layer.scale(), layer.rope() != null && layer.rope().interleaved());
  }

  private static Layer norm(Init init, DecoderConfig c, int heads) {
    return switch (c.heads().norm()) {
      case NONE -> null;
      case SHARED -> c.norm().kind() == DecoderConfig.NormKind.RMS_PLUS_ONE
          ? RmsNorm.aroundOne(init, c.heads().dim(), c.norm().eps())
          : RmsNorm.of(init, c.heads().dim(), c.norm().eps());
      case EACH -> HeadNorm.of(init, heads, c.heads().dim());
    };
  }

  DecoderAttention withMaps(BiFunction<DecoderMap, Linear, Linear> change) {
    return new DecoderAttention(change.apply(DecoderMap.QKV, qkv), queryNorm, keyNorm,
        change.apply(DecoderMap.ATTENTION_OUT, out), heads, kvHeads, scale, interleaved);
  }

  /** Of x (B, T, width). */
  Tensor forward(Tensor x, Sight sight) {
    return out.forward(attend(x, sight));
  }

  /** {@code residual + forward(x, sight)}. */
  Tensor forwardOnto(Tensor residual, Tensor x, Sight sight) {
    return out.forwardOnto(residual, attend(x, sight));
  }

  /** The heads' values, weighted (B, T, H·D). */
  private Tensor attend(Tensor x, Sight sight) {
    var packed = qkv.forward(x);                                                // (B, T, (H + 2·Hkv)·D)
    int headDim = packed.dim(2) / (heads + 2 * kvHeads);
    boolean ready = queryNorm == null && sight.cos() == null;
    if (queryNorm instanceof HeadNorm queries) {
      packed = queries.forwardPacked((HeadNorm) keyNorm, packed, sight, interleaved);
      ready = true;
    }
    if (ready && scale == 1 / Math.sqrt(headDim)) {
      return packed.packedAttention(heads, kvHeads, sight.mask(), sight.causal());
    }
    var all = packed.unflatten(-1, heads + 2 * kvHeads, headDim);               // (B, T, H + 2·Hkv, D)
    var v = all.slice(2, heads + kvHeads, heads + 2 * kvHeads);                 // (B, T, Hkv, D)
    Tensor q;
    Tensor k;
    if (queryNorm == null || ready) {
      var both = all.slice(2, 0, heads + kvHeads);
      if (!ready) both = turn(both, sight);
      q = both.slice(2, 0, heads);                                              // (B, T, H, D)
      k = both.slice(2, heads, heads + kvHeads);                                // (B, T, Hkv, D)
    } else {
      q = turn(queryNorm.forward(all.slice(2, 0, heads)), sight);
      k = turn(keyNorm.forward(all.slice(2, heads, heads + kvHeads)), sight);
    }
    return q.transpose(1, 2).attention(k.transpose(1, 2), v.transpose(1, 2), sight.mask(), sight.causal(), scale)
        .transpose(1, 2).flatten(2, 3);
  }

  private Tensor turn(Tensor x, Sight sight) {
    return sight.cos() == null ? x : x.rotary(sight.cos(), sight.sin(), interleaved);
  }
}
