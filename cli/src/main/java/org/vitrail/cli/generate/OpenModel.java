package org.vitrail.cli.generate;

import java.io.IOException;
import java.util.List;
import org.vitrail.cli.options.DownloadOption;
import org.vitrail.llm.generate.Generation;
import org.vitrail.llm.generate.LanguageModel;
import org.vitrail.llm.token.Tokenizer;

/**
 * A language model that is ready to write.
 *
 * @param begin tokens put before a text
 * @param ends tokens that end a text
 * @param chat how a conversation is written for it; null for a model that knows none
 * @param closing frees what it holds
 */
public record OpenModel(LanguageModel model, Tokenizer tokenizer, int[] begin, int[] ends, Chat chat, Runnable closing)
    implements AutoCloseable {

  /** Opens what a user calls a model: a folder, a file, an id. */
  @FunctionalInterface
  public interface Opener {
    OpenModel open(String model, DownloadOption download) throws IOException;
  }

  /** What one side said: {@code system}, {@code user} or {@code assistant}. */
  record Turn(String role, String text) {}

  /** The tokens of a conversation, up to where the assistant's next turn begins. */
  @FunctionalInterface
  interface Chat {
    int[] tokens(List<Turn> turns);
  }

  /** Generation with this model's tokens around a text. */
  Generation generation() {
    return Generation.with(model, tokenizer).begin(begin).end(ends);
  }

  @Override public void close() {
    closing.run();
  }
}
