package org.vitrail.cli.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrail.cli.console.UserError;
import org.vitrail.llm.engine.Engine;
import org.vitrail.llm.engine.PromptFile;
import org.vitrail.llm.generate.Completion;
import org.vitrail.llm.generate.Generation;
import org.vitrail.llm.generate.LanguageModel;
import org.vitrail.llm.generate.PromptCache;
import org.vitrail.llm.generate.Sequence;

/**
 * What a model has read of a prompt, in a file from one run to the next. The file is replaced when the prompt has more
 * than it holds.
 */
final class KeptPrompt {
  private final PromptFile file;
  private final Sequence sequence;
  private final int kept;

  private KeptPrompt(PromptFile file, Sequence sequence) {
    this.file = file;
    this.sequence = sequence;
    kept = sequence.length();
  }

  /** What {@code file} keeps, or nothing yet. */
  static KeptPrompt open(Path file, LanguageModel model) throws IOException {
    if (!(model instanceof Engine engine)) throw new UserError("--prompt-cache: what this model reads cannot be kept");
    var folder = file.toAbsolutePath().getParent();
    UserError.unless(Files.isDirectory(folder), "--prompt-cache " + file + ": there is no folder " + folder);
    var prompt = new PromptFile(engine, file);
    return new KeptPrompt(prompt, prompt.read().orElseGet(engine::begin));
  }

  void use(Generation generation) {
    generation.cache(new PromptCache(sequence));
  }

  /** Keeps the prompt before {@code text}, unless the file has all of it, or it was not read to its end. */
  void keep(Completion text) throws IOException {
    int prompt = text.figures().prompt();
    boolean all = text.figures().cached() >= prompt - 1 && kept >= prompt;
    if (!all && sequence.length() >= prompt) file.write(sequence, prompt);
  }
}
