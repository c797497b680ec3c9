package org.vitrail.cli.generate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrail.cli.console.UserError;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.tensor.io.FormatException;

/** That a draft's tokens are the model's: what one guesses must mean to the other what it meant. */
final class SharedVocabulary {
  private SharedVocabulary() {}

  /**
   * Refuses a draft of which a token is another text than the model's token of the same id. One vocabulary may be
   * longer and have roles of its own for special tokens, as those of one family do.
   */
  static void require(String model, Tokenizer tokens, String draft, Tokenizer guessed) {
    var other = IntStream.range(0, Math.min(tokens.size(), guessed.size()))
        .filter(id -> !tokens.isSpecial(id) && !guessed.isSpecial(id))
        .filter(id -> !Arrays.equals(tokens.bytes(id), guessed.bytes(id))).findFirst();
    if (other.isEmpty()) return;
    int id = other.getAsInt();
    throw new UserError(("--draft %s has another vocabulary, of %,d tokens, than --model %s, of %,d: "
        + "token %d is %s, not %s").formatted(draft, guessed.size(), model, tokens.size(), id, quoted(guessed, id),
        quoted(tokens, id)) + "; a draft is a smaller model of the same family");
  }

  private static String quoted(Tokenizer tokens, int id) {
    return FormatException.quote(new String(tokens.bytes(id), StandardCharsets.UTF_8));
  }
}
