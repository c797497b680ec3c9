package org.vitrail.llm.bert;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.Dropout;
import org.vitrail.nn.Embedding;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;

/**
 * BERT (Devlin et al. 2018, arXiv 1810.04805): words, positions and token types, normalised, through post-norm blocks
 * that look both ways. RoBERTa (Liu et al. 2019) and DistilBERT (Sanh et al. 2019) are the same in other numbers.
 *
 * <p>{@code types}, {@code pooler}, {@code wordHead} and {@code next} are null where the configuration has none.
 */
public record Bert(BertConfig config, Embedding words, Embedding positions, Embedding types, LayerNorm norm,
    Dropout dropout, List<BertBlock> blocks, Linear pooler, WordHead wordHead, Linear next) implements Part {

  /** A new model, all weights normal with the deviation of {@code init}. */
  public static Bert of(BertConfig c, Init init) {
    int width = c.width();
    return new Bert(c,
        new Embedding(init.normal("words.weight", init.std(), c.vocabulary(), width), c.padding()),
        new Embedding(init.normal("positions.weight", init.std(), c.positions(), width),
            c.positionsAfterPadding() ? c.padding() : -1),
        c.types() == 0 ? null : Embedding.of(init.at("types"), c.types(), width, init.std()),
        LayerNorm.of(init.at("norm"), width, c.eps()), Dropout.of(init.at("dropout"), c.dropout()),
        IntStream.range(0, c.depth()).mapToObj(i -> BertBlock.of(init.at("blocks").at(i), c)).toList(),
        c.heads().pooler() ? Linear.normal(init.at("pooler"), width, width, true, init.std()) : null,
        c.heads().words() ? WordHead.of(init.at("wordHead"), c) : null,
        c.heads().next() ? Linear.normal(init.at("next"), width, 2, true, init.std()) : null);
  }

  /** The same model, which drops elements at another rate while it trains. */
  public Bert withDropout(double rate) {
    return new Bert(config.withDropout(rate), words, positions, types, norm, dropout.with(rate),
        blocks.stream().map(block -> block.withDropout(rate)).toList(), pooler, wordHead, next);
  }

  /**
   * What each block makes of the tokens (B, T, width), beginning with what enters the first.
   *
   * @param ids (B, T) I32
   * @param mask (B, T) I32, 0 for tokens that nobody sees (padding); or null
   * @param types (B, T) I32, to which text a token belongs; null where all belong to the first
   */
  public List<Tensor> hiddenStates(Tensor ids, Tensor mask, Tensor types) {
    var states = new ArrayList<Tensor>();
    states.add(embed(ids, types));
    var seen = seen(mask);
    for (var block : blocks) states.add(block.forward(states.getLast(), seen));
    return states;
  }

  /** The encoded tokens (B, T, width), as {@link #hiddenStates}. */
  public Tensor encode(Tensor ids, Tensor mask, Tensor types) {
    var x = embed(ids, types);
    var seen = seen(mask);
    for (var block : blocks) x = block.forward(x, seen);
    return x;
  }

  private static Tensor seen(Tensor mask) {
    return mask == null ? null : mask.unsqueeze(1).unsqueeze(1);                // (B, 1, 1, T)
  }

  private Tensor embed(Tensor ids, Tensor which) {
    var x = words.forward(ids);
    if (types != null) x = x.add(which == null ? types.weight().select(0, 0) : types.forward(which));
    return dropout.forward(norm.forward(x.add(positions.forward(places(ids)))));
  }

  /** (B, T) or (T). */
  private Tensor places(Tensor ids) {
    if (!config.positionsAfterPadding()) return Tensor.range(ids.dim(1));
    var real = ids.ne(config.padding());
    return real.cumsum(1).mul(real).add(config.padding());
  }

  /** The first token of each text through a linear map and tanh (B, width). */
  public Tensor pool(Tensor encoded) {
    return pooler.forward(encoded.select(1, 0)).tanh();
  }

  /** Scores of each word for each place (…, vocabulary) of encoded tokens (…, width). */
  public Tensor scoreWords(Tensor encoded) {
    return wordHead.forward(encoded, words.weight());
  }

  /** Scores (B, 2) for "the second text follows the first" and "it does not", of pooled texts. */
  public Tensor scoreNext(Tensor pooled) {
    return next.forward(pooled);
  }
}
