package org.vitrail.llm.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Dropout;
import org.vitrail.nn.Embedding;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.nn.RmsNorm;
import org.vitrail.nn.loss.CrossEntropy;
import org.vitrail.tensor.Tensor;

/**
 * A decoder-only transformer (Radford et al. 2018; Touvron et al. 2023): tokens, blocks that look back only, a norm,
 * and a score for each token that may come next. It trains; {@code engine} generates.
 *
 * @param positions a row for each position, or null where queries and keys turn instead
 * @param dropout of what enters the first layer
 * @param head null where its weights are those of {@code tokens}
 */
public record Decoder(DecoderConfig config, Embedding tokens, Parameter positions, Dropout dropout,
    List<DecoderLayer> layers, Layer norm, Linear head) implements Part {

  /** A new decoder that begins as GPT-2 does, with the deviation of {@code init}. */
  public static Decoder of(DecoderConfig c, Init init) {
    return of(c, init, DecoderInit.gpt2(init.std(), c.depth()));
  }

  /** A new decoder whose weights are drawn as {@code weights} says. */
  public static Decoder of(DecoderConfig c, Init init, DecoderInit weights) {
    return new Decoder(c, new Embedding(weights.tokens(init.at("tokens"), c.vocabulary(), c.width()), -1),
        c.learnedPositions() ? weights.positions(init, c.context(), c.width()) : null,
        Dropout.of(init.at("dropout"), 0),
        IntStream.range(0, c.depth()).mapToObj(i -> DecoderLayer.of(init.at("layers").at(i), c, i, weights)).toList(),
        norm(init.at("norm"), c),
        c.tied() ? null : weights.map(init.at("head"), c.width(), c.outputs(), false));
  }

  /** The same model; the row of the token {@code padding} (−1 for none) gets no gradient from look-ups. */
  public Decoder withPadding(int padding) {
    return new Decoder(config, new Embedding(tokens.weight(), padding), positions, dropout, layers, norm,
        head);
  }

  /** The same model but for its linear maps, each replaced by {@code change(layer, kind, map)}. */
  public Decoder withMaps(Change change) {
    var changed = IntStream.range(0, layers.size())
        .mapToObj(i -> layers.get(i).withMaps((kind, map) -> change.apply(i, kind, map))).toList();
    return new Decoder(config, tokens, positions, dropout, changed, norm, head);
  }

  /**
   * The same model; while it trains, it drops elements of what enters the first layer and of what attention and MLP
   * add, as GPT-2 does ({@code embd_pdrop}, {@code resid_pdrop}).
   */
  public Decoder withDropout(double rate) {
    return withResidualDropout(rate).withEmbeddingDropout(rate);
  }

  private Decoder withEmbeddingDropout(double rate) {
    return new Decoder(config, tokens, positions, dropout.with(rate), layers, norm, head);
  }

  /**
   * The same model; while it trains, it drops elements of what attention and MLP add, as Chameleon does.
   *
   * @throws IllegalArgumentException if the norms come after attention and MLP, where dropout does harm (Chameleon Team
   *     2024, arXiv 2405.09818, section 2.3)
   */
  public Decoder withResidualDropout(double rate) {
    if (rate > 0 && config.norm().placement() == DecoderConfig.Placement.AFTER) {
      throw new IllegalArgumentException("a decoder that normalises after attention and MLP trains without dropout, "
          + "not with " + rate + "; set the rate to 0, or normalise before them");
    }
    return new Decoder(config, tokens, positions, dropout,
        layers.stream().map(layer -> layer.withDropout(rate)).toList(), norm, head);
  }

  /** Replaces a linear map of a layer. */
  @FunctionalInterface
  public interface Change {
    Linear apply(int layer, DecoderMap kind, Linear map);
  }

  static Layer norm(Init init, DecoderConfig c) {
    return switch (c.norm().kind()) {
      case LAYER -> LayerNorm.of(init, c.width(), c.norm().eps());
      case BARE_LAYER -> LayerNorm.bare(c.norm().eps());
      case RMS -> RmsNorm.of(init, c.width(), c.norm().eps());
      case RMS_PLUS_ONE -> RmsNorm.aroundOne(init, c.width(), c.norm().eps());
    };
  }

  /** Scores (B, T, outputs) of what follows each of the tokens (B, T) I32. */
  public Tensor forward(Tensor ids) {
    return forward(ids, null, null);
  }

  /**
   * As {@link #forward(Tensor)}.
   *
   * @param mask (B, T) I32, 0 for tokens that nobody sees (padding); or null
   * @param positions (B, T) I32; null for 0, 1, …
   */
  public Tensor forward(Tensor ids, Tensor mask, Tensor positions) {
    return score(encode(embed(ids), mask, positions));
  }

  /** The rows of the tokens (…, width), to which rows of other origin, such as pictures, may be joined. */
  public Tensor embed(Tensor ids) {
    var rows = tokens.forward(ids);
    return config.embeddingScale() == 1 ? rows : rows.mul((float) config.embeddingScale());
  }

  /** What the last layer makes of embedded tokens (B, T, width), normalised. */
  public Tensor encode(Tensor embedded, Tensor mask, Tensor positions) {
    return norm.forward(residual(embedded, mask, positions));
  }

  /** What the last layer makes of embedded tokens (B, T, width), as it is before the last norm. */
  public Tensor residual(Tensor embedded, Tensor mask, Tensor positions) {
    var outlook = outlook(embedded, mask, positions);
    var x = placed(embedded, positions);
    for (int i = 0; i < layers.size(); i++) x = layers.get(i).forward(x, outlook.of(config.layers().get(i)));
    return x;
  }

  /** What enters the first layer and what leaves each one, the last of them normalised. */
  public List<Tensor> hiddenStates(Tensor embedded, Tensor mask, Tensor positions) {
    var outlook = outlook(embedded, mask, positions);
    var states = new ArrayList<Tensor>();
    states.add(placed(embedded, positions));
    for (int i = 0; i < layers.size(); i++) {
      states.add(layers.get(i).forward(states.getLast(), outlook.of(config.layers().get(i))));
    }
    states.set(layers.size(), norm.forward(states.getLast()));
    return states;
  }

  private Outlook outlook(Tensor embedded, Tensor mask, Tensor positions) {
    return new Outlook(embedded.dim(1), config.heads().dim(), mask, positions);
  }

  private Tensor placed(Tensor embedded, Tensor at) {
    if (positions == null) return dropout.forward(embedded);
    return dropout.forward(embedded.add(at == null ? positions.slice(0, 0, embedded.dim(1)) : positions.rows(at)));
  }

  /** Scores (…, outputs) of encoded tokens (…, width). */
  public Tensor score(Tensor encoded) {
    var scores = head == null ? encoded.linear(tokens.weight(), null) : head.forward(encoded);
    double cap = config.scoreCap();
    return cap == 0 ? scores : scores.mul(1 / cap).tanh().mul(cap);
  }

  /** Mean cross-entropy of scores (B, T, outputs) with what did follow, {@code next} (B, T) I32; −100 is left out. */
  public static Tensor loss(Tensor scores, Tensor next) {
    return CrossEntropy.MEAN.of(scores, next);
  }

  /** What follows each of {@code ids} (B, T) in its row; −100, nothing, after the last. */
  public static Tensor next(Tensor ids) {
    return ids.slice(1, 1, ids.dim(1)).pad(1, 0, 1, -100);
  }
}
