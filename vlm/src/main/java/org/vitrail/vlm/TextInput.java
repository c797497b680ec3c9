package org.vitrail.vlm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.TokenizerFiles;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.tensor.Tensor;

/**
 * Texts as a model reads them: the tokens between the special ones that the tokenizer puts around, cut or filled up to
 * {@code length}; the last special token stays when the rest is cut.
 *
 * @param padding the id that fills
 * @param files what is written beside a model that is saved
 * @param spelling what happens to a text before it comes to the tokenizer
 */
public record TextInput(Tokenizer tokenizer, int length, int padding, TokenizerFiles files,
    UnaryOperator<String> spelling) {

  public TextInput(Tokenizer tokenizer, int length, int padding, TokenizerFiles files) {
    this(tokenizer, length, padding, files, UnaryOperator.identity());
  }

  /** With a tokenizer whose files are kept elsewhere, if it has any. */
  public TextInput(Tokenizer tokenizer, int length, int padding) {
    this(tokenizer, length, padding, TokenizerFiles.NONE);
  }

  /** With the tokenizer in a file or a folder. */
  public static TextInput open(Path tokenizer, int length, int padding) throws IOException {
    return new TextInput(Tokenizers.open(tokenizer), length, padding,
        Files.isDirectory(tokenizer) ? TokenizerFiles.read(tokenizer) : TokenizerFiles.of(tokenizer));
  }

  /** The same, filled with another id. */
  public TextInput withPadding(int id) {
    return new TextInput(tokenizer, length, id, files, spelling);
  }

  /** The same, for texts that are spelled in another way first. */
  public TextInput withSpelling(UnaryOperator<String> spelling) {
    return new TextInput(tokenizer, length, padding, files, spelling);
  }

  /** How many tokens a text has with the special ones around it; what is beyond {@code length} is cut. */
  public int count(String text) {
    return tokens(text).length;
  }

  private int[] tokens(String text) {
    return tokenizer.wrap(tokenizer.encode(spelling.apply(text)));
  }

  /** Ids (texts, length). */
  public Tensor ids(List<String> texts) {
    var ids = new int[texts.size() * length];
    for (int i = 0; i < texts.size(); i++) {
      var tokens = tokens(texts.get(i));
      int kept = Math.min(tokens.length, length);
      System.arraycopy(tokens, 0, ids, i * length, kept);
      if (tokens.length > length) ids[(i + 1) * length - 1] = tokens[tokens.length - 1];
      Arrays.fill(ids, i * length + kept, (i + 1) * length, padding);
    }
    return Tensor.of(ids, texts.size(), length);
  }
}
