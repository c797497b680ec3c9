package org.vitrail.bench.train;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.Embedding;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;

/**
 * A language model as GPT-2 (Radford et al. 2019): learned positions, pre-norm blocks that look back only, and a head
 * that shares the weights of the token embedding.
 */
public record Decoder(Embedding tokens, Parameter positions, List<Block> blocks, LayerNorm norm) implements Part {
  private static final double EPS = 1e-5;

  /** A decoder in numbers. */
  public record Config(int vocabulary, int context, int width, int depth, int heads) {
    Block.Config block() {
      return new Block.Config(width, heads, 4 * width, EPS, Activation.GELU_TANH, false, true, false, 0, 0, 0, true);
    }
  }

  public static Decoder of(Config c, Init init) {
    return new Decoder(Embedding.of(init.at("tokens"), c.vocabulary, c.width, Init.STD),
        init.normal("positions", Init.STD, c.context, c.width),
        IntStream.range(0, c.depth).mapToObj(i -> Block.of(init.at("blocks").at(i), c.block())).toList(),
        LayerNorm.of(init.at("norm"), c.width, EPS));
  }

  /** Scores of the next token (B, T, vocabulary) of ids (B, T) I32. */
  public Tensor forward(Tensor ids) {
    var x = tokens.forward(ids).add(positions.slice(0, 0, ids.dim(1)));   // (B, T, D)
    for (var block : blocks) x = block.forward(x);
    return norm.forward(x).linear(tokens.weight(), null);
  }
}
