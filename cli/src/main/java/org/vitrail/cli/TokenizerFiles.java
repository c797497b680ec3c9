package org.vitrail.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.tensor.io.AtomicFile;

/** The files beside a model that say how its text becomes tokens. */
final class TokenizerFiles {
  private static final List<String> NAMES = List.of("tokenizer.json", "tokenizer_config.json",
      "special_tokens_map.json", "tokenizer.model", "spiece.model", "vocab.json", "merges.txt", "vocab.txt",
      "sentencepiece.bpe.model", "encoder.json", "vocab.bpe", "generation_config.json", "chat_template.jinja");

  private TokenizerFiles() {}

  /** The tokenizer that {@code model} means: a vocabulary, a folder with one, or that of a model. */
  static Tokenizer open(String model, DownloadOption download, Console console) throws IOException {
    var path = Path.of(model);
    if (Tokenizers.isVocabulary(path)) return Tokenizers.open(path);
    var files = download.find(model, console);
    return Tokenizers.open(files.kind() == ModelFiles.Kind.GGUF ? files.weights() : files.folder());
  }

  /** The content of those of a folder, by name. */
  static Map<String, byte[]> read(Path folder) throws IOException {
    var home = Tokenizers.find(folder).map(Path::getParent).orElse(folder);
    var files = new LinkedHashMap<String, byte[]>();
    for (var name : NAMES) {
      if (Files.exists(home.resolve(name))) files.put(name, Files.readAllBytes(home.resolve(name)));
    }
    return files;
  }

  /** The same of {@code file}, which may be called otherwise, and what stands beside it; empty for a form of no name. */
  static Map<String, byte[]> of(Path file) throws IOException {
    var name = file.getFileName().toString();
    if (NAMES.contains(name)) {
      var files = read(file.toAbsolutePath().getParent());
      if (!name.equals("tokenizer.json")) files.remove("tokenizer.json"); // it would go before the named one
      return files;
    }
    if (name.endsWith(".json")) return Map.of("tokenizer.json", Files.readAllBytes(file));
    return name.endsWith(".model") ? Map.of("tokenizer.model", Files.readAllBytes(file)) : Map.of();
  }

  /** Writes them into a folder, which has no others then. */
  static void write(Map<String, byte[]> files, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var name : NAMES) {
      if (files.containsKey(name)) AtomicFile.write(folder.resolve(name), files.get(name));
      else Files.deleteIfExists(folder.resolve(name));
    }
  }
}
