package org.vitrail.llm.generate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/** A decoder that keeps no keys and values, but computes everything again for each token: slow, and hard to get wrong. */
public record Recomputed(Decoder decoder) implements LanguageModel {

  @Override public int vocabulary() {
    return decoder.config().outputs();
  }

  @Override public int context() {
    return decoder.config().context();
  }

  @Override public Sequence begin() {
    return new Read(new int[0]);
  }

  @Override public float[][] read(List<? extends Sequence> sequences, int[][] tokens) {
    return IntStream.range(0, tokens.length).mapToObj(i -> sequences.get(i).read(tokens[i])).toArray(float[][]::new);
  }

  private final class Read implements Sequence {
    private int[] tokens;

    Read(int[] tokens) {
      this.tokens = tokens;
    }

    @Override public int length() {
      return tokens.length;
    }

    @Override public int token(int i) {
      return tokens[i];
    }

    @Override public float[] read(int... more) {
      return readAll(more)[more.length - 1];
    }

    @Override public float[][] readAll(int... more) {
      int before = tokens.length;
      tokens = IntStream.concat(IntStream.of(tokens), IntStream.of(more)).toArray();
      var scores = Scope.call("read", () -> decoder.forward(Tensor.of(tokens, 1, tokens.length)).toFloats());
      return IntStream.range(before, tokens.length).mapToObj(i ->
          Arrays.copyOfRange(scores, i * vocabulary(), (i + 1) * vocabulary())).toArray(float[][]::new);
    }

    @Override public void truncate(int length) {
      tokens = Arrays.copyOf(tokens, length);
    }

    @Override public Sequence fork() {
      return new Read(tokens);
    }
  }
}
