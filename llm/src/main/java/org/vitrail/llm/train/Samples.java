package org.vitrail.llm.train;

import java.util.Arrays;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/** Continues texts with a model in training: plainly, each token from the whole distribution. */
public final class Samples {
  private final Decoder decoder;
  private final RandomStream random;

  /** {@code random} draws the tokens. */
  public Samples(Decoder decoder, RandomStream random) {
    this.decoder = decoder;
    this.random = random;
  }

  /** {@code prompt}, at least one token, and up to {@code count} more; none after the token {@code end} (or −1). */
  public int[] continued(int[] prompt, int count, int end) {
    var tokens = Arrays.copyOf(prompt, prompt.length + count);
    for (int n = prompt.length; n < tokens.length; n++) {
      tokens[n] = next(Arrays.copyOfRange(tokens, Math.max(0, n - decoder.config().context()), n));
      if (tokens[n] == end) return Arrays.copyOf(tokens, n + 1);
    }
    return tokens;
  }

  private int next(int[] before) {
    var p = Scope.call("sample", () -> {
      var encoded = decoder.encode(decoder.embed(Tensor.of(before, 1, before.length)), null, null);
      return new float[][] {decoder.score(encoded.select(1, before.length - 1)).softmax(-1).toFloats()};
    })[0];
    double left = random.nextDouble();
    for (int i = 0; i < p.length; i++) if ((left -= p[i]) < 0) return i;
    return p.length - 1;
  }
}
