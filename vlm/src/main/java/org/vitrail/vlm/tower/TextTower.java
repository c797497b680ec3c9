package org.vitrail.vlm.tower;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Block;
import org.vitrail.nn.Embedding;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;

/**
 * The text tower of CLIP (Radford et al. 2021, section 2.4) and its kin: tokens and learned positions through pre-norm
 * blocks and a norm; the state of one token, as {@link TextPooling} says, through a linear map.
 *
 * @param positions (context, width)
 * @param projection null where the state itself is the result
 */
public record TextTower(Config config, Embedding tokens, Parameter positions, List<Block> blocks, LayerNorm norm,
    Linear projection) implements Part {

  /**
   * A text tower in numbers; whether a token sees only those before it is said by {@code block}.
   *
   * @param context tokens of the longest text
   * @param out width of the result; 0 for no projection
   */
  public record Config(int vocabulary, int context, int depth, Block.Config block, TextPooling pooling, int out,
      boolean projectionBias) {

    /** Number of learned values, norms and biases left out. */
    public double parameters() {
      double width = block.width();
      return ((double) vocabulary + context + out) * width + depth * ClipBlocks.parameters(block);
    }
  }

  /** A new tower as OpenAI's CLIP begins: tokens of deviation 0.02, positions of 0.01, the projection of width^−½. */
  public static TextTower of(Config c, Init init) {
    int width = c.block.width();
    return new TextTower(c, Embedding.of(init.at("tokens"), c.vocabulary, width, 0.02),
        init.normal("positions", 0.01, c.context, width), ClipBlocks.of(init.at("blocks"), c.block, c.depth),
        LayerNorm.of(init.at("norm"), width, c.block.eps()),
        c.out == 0 ? null
            : Linear.normal(init.at("projection"), width, c.out, c.projectionBias, Math.pow(width, -0.5)));
  }

  /** A vector (m, out) for each text of ids (m, L) I32; L is at most the context. */
  public Tensor forward(Tensor ids) {
    return pool(ids, encode(ids));
  }

  /** The state of each token (m, L, width), normalised. */
  public Tensor encode(Tensor ids) {
    return encodeRows(rows(ids));
  }

  /** The rows of tokens (m, L, width), among which others may be put. */
  public Tensor rows(Tensor ids) {
    if (ids.rank() != 2 || ids.dim(1) < 1 || ids.dim(1) > config.context) {
      throw new IllegalArgumentException("texts are " + ids.shape() + ", expected (texts, tokens) with 1 to "
          + config.context + " tokens each, the context of this model");
    }
    return tokens.forward(ids);
  }

  /** As {@link #encode}, of rows. */
  public Tensor encodeRows(Tensor rows) {
    var x = placed(rows);
    for (var block : blocks) x = block.forward(x);
    return norm.forward(x);
  }

  /** The tokens before the first block and after each one, not yet normalised. */
  public List<Tensor> hiddenStates(Tensor ids) {
    return hiddenStates(ids, null);
  }

  /**
   * As {@link #hiddenStates(Tensor)}.
   *
   * @param mask (m, L) I32, 0 for tokens that nobody sees; or null
   */
  public List<Tensor> hiddenStates(Tensor ids, Tensor mask) {
    var states = new ArrayList<Tensor>();
    states.add(placed(rows(ids)));
    var seen = mask == null ? null : mask.unsqueeze(1).unsqueeze(1);                          // (m, 1, 1, L)
    for (var block : blocks) states.add(block.forward(states.getLast(), seen));
    return states;
  }

  private Tensor placed(Tensor rows) {
    return rows.add(positions.slice(0, 0, rows.dim(1)));
  }

  /** One vector (m, out) for each text, of its encoded tokens. */
  public Tensor pool(Tensor ids, Tensor encoded) {
    var state = state(ids, encoded);
    return projection == null ? state : projection.forward(state);
  }

  /** The state (m, width) that stands for each text, of its encoded tokens. */
  public Tensor state(Tensor ids, Tensor encoded) {
    return encoded.index(Tensor.range(ids.dim(0)), config.pooling.places(ids));
  }
}
