package org.vitrail.vlm;

import java.util.Arrays;
import java.util.List;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.tensor.Tensor;

/**
 * Texts as a model reads them: the tokens between the special ones that the tokenizer puts around, cut or filled up to
 * {@code length}; the last special token stays when the rest is cut.
 *
 * @param padding the id that fills
 */
public record TextInput(Tokenizer tokenizer, int length, int padding) {

  /** Ids (texts, length). */
  public Tensor ids(List<String> texts) {
    var ids = new int[texts.size() * length];
    for (int i = 0; i < texts.size(); i++) {
      var tokens = tokenizer.wrap(tokenizer.encode(texts.get(i)));
      int kept = Math.min(tokens.length, length);
      System.arraycopy(tokens, 0, ids, i * length, kept);
      if (tokens.length > length) ids[(i + 1) * length - 1] = tokens[tokens.length - 1];
      Arrays.fill(ids, i * length + kept, (i + 1) * length, padding);
    }
    return Tensor.of(ids, texts.size(), length);
  }
}
