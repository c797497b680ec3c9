package org.vitrail.vlm.llip;

import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.Shape;
import org.vitrail.vlm.clip.OpenClip;

/**
 * Where {@code model.safetensors} keeps the parameters of a {@link Llip}: the towers under the names of open_clip,
 * {@code visual.mixture_tokens} (K, D), and {@code mixer.{q,k,v,o}.weight}. No public library has a layout for Llip.
 */
public final class LlipWeights {
  private LlipWeights() {}

  public static WeightMap of(Llip llip) {
    var map = new WeightMap();
    var tokens = llip.vit().registers();
    OpenClip.putText(map, llip.text());
    OpenClip.putVit(map, llip.vit());
    return map.put("visual.mixture_tokens", tokens, Shape.of(tokens.dim(1), tokens.dim(2)))
        .put("mixer.q", llip.mixer().query())
        .put("mixer.k", llip.mixer().key())
        .put("mixer.v", llip.mixer().value())
        .put("mixer.o", llip.mixer().out())
        .put("logit_scale", llip.scale())
        .put("logit_bias", llip.bias());
  }
}
