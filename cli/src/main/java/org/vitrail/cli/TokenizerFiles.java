package org.vitrail.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.Tokenizers;

/** The files beside a model that say how its text becomes tokens. */
final class TokenizerFiles {
  private static final List<String> NAMES = List.of("tokenizer.json", "tokenizer_config.json",
      "special_tokens_map.json", "tokenizer.model", "spiece.model", "vocab.json", "merges.txt", "vocab.txt",
      "generation_config.json", "chat_template.jinja");

  private TokenizerFiles() {}

  /** The tokenizer that {@code model} means: a vocabulary, a folder with one, or that of a model. */
  static Tokenizer open(String model, DownloadOption download, Console console) throws IOException {
    var path = Path.of(model);
    if (Tokenizers.isVocabulary(path)) return Tokenizers.open(path);
    var files = download.find(model, console);
    return Tokenizers.open(files.kind() == ModelFiles.Kind.GGUF ? files.weights() : files.folder());
  }

  /** Copies those of folder {@code from} that are there. */
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (var name : NAMES) {
      if (Files.exists(from.resolve(name))) {
        Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
