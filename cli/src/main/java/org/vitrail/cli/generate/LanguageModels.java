package org.vitrail.cli.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.vitrail.llm.chat.Message;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.engine.LoadedModel;

/** Opens language models for the commands that write. */
public final class LanguageModels {
  private LanguageModels() {}

  public static OpenModel open(ModelFiles files) throws IOException {
    var loaded = LoadedModel.open(files);
    OpenModel.Chat chat = loaded.template().isEmpty() ? null : turns -> loaded.tokens(messages(turns));
    return new OpenModel(loaded.engine(), loaded.tokenizer(), loaded.begin(), loaded.ends(), chat, () -> close(loaded));
  }

  private static List<Message> messages(List<OpenModel.Turn> turns) {
    return turns.stream().map(turn -> new Message(turn.role(), turn.text())).toList();
  }

  private static void close(LoadedModel model) {
    try {
      model.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
