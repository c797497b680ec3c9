package org.vitrail.llm.decoder;

import java.util.HashMap;
import java.util.Map;
import org.vitrail.tensor.Tensor;

/** Makes the {@link Sight} of each layer in one forward pass; layers that are alike share theirs. */
final class Outlook {
  private final int length;
  private final int headDim;
  private final Tensor mask;
  private final Tensor positions;
  private final Map<DecoderConfig.Layer, Sight> sights = new HashMap<>();

  /**
   * @param length T, tokens of a row
   * @param mask (B, T) I32, 0 for tokens that nobody sees; or null
   * @param positions (B, T) I32; null for 0, 1, …
   */
  Outlook(int length, int headDim, Tensor mask, Tensor positions) {
    this.length = length;
    this.headDim = headDim;
    this.mask = mask == null ? null : mask.unsqueeze(1).unsqueeze(1);           // (B, 1, 1, T)
    this.positions = positions;
  }

  Sight of(DecoderConfig.Layer layer) {
    return sights.computeIfAbsent(layer, this::make);
  }

  private Sight make(DecoderConfig.Layer layer) {
    boolean near = layer.window() > 0 && layer.window() < length;
    var seen = near ? after(layer.window()) : null;
    if (mask != null) seen = mask.mul(near ? seen.mul(past()) : past());        // (B, 1, T, T)
    return layer.rope() == null ? new Sight(seen, mask == null, null, null) : turned(seen, layer.rope());
  }

  /** Where key j ≤ i. Beside a mask it is part of it: a query that sees no key weighs all of them alike. */
  private Tensor past() {
    return Tensor.range(length).le(Tensor.range(length).unsqueeze(1));          // (T, T)
  }

  /** Where key j > i − window. */
  private Tensor after(int window) {
    return Tensor.range(length).gt(Tensor.range(length).sub(window).unsqueeze(1));
  }

  /** Angles are rounded to F32 before their cosine is taken, as the reference does. */
  private Sight turned(Tensor seen, Rope rope) {
    var frequencies = rope.frequencies(headDim);
    var at = positions == null ? Tensor.range(length).toInts() : positions.toInts();
    var cos = new float[at.length * frequencies.length];
    var sin = new float[cos.length];
    for (int t = 0, n = 0; t < at.length; t++) {
      for (float frequency : frequencies) {
        double angle = at[t] * frequency;
        cos[n] = (float) (Math.cos(angle) * rope.magnitude());
        sin[n++] = (float) (Math.sin(angle) * rope.magnitude());
      }
    }
    int rows = at.length / length;
    return new Sight(seen, mask == null, Tensor.of(cos, rows, length, 1, frequencies.length),
        Tensor.of(sin, rows, length, 1, frequencies.length));
  }
}
