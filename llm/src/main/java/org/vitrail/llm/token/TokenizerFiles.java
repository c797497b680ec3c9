package org.vitrail.llm.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.io.AtomicFile;

/**
 * The files that say how text becomes tokens, kept so that a model can be written with its tokenizer.
 *
 * @param contents by name
 */
public record TokenizerFiles(Map<String, byte[]> contents) {
  /** No files: those of a tokenizer that stands elsewhere. */
  public static final TokenizerFiles NONE = new TokenizerFiles(Map.of());

  private static final String CLIP = "bpe_simple_vocab_16e6.txt.gz";
  private static final List<String> NAMES = List.of("tokenizer.json", "tokenizer_config.json",
      "special_tokens_map.json", "tokenizer.model", "spiece.model", "vocab.json", "merges.txt", "vocab.txt",
      "sentencepiece.bpe.model", "encoder.json", "vocab.bpe", CLIP, "generation_config.json", "chat_template.jinja");

  /** Those in a folder. */
  public static TokenizerFiles read(Path folder) throws IOException {
    var home = Tokenizers.find(folder).map(Path::getParent).orElse(folder);
    var files = new LinkedHashMap<String, byte[]>();
    for (var name : NAMES) {
      if (Files.exists(home.resolve(name))) files.put(name, Files.readAllBytes(home.resolve(name)));
    }
    return new TokenizerFiles(files);
  }

  /** The same of {@code file}, which may be called otherwise, and what stands beside it; empty for a form of no name. */
  public static TokenizerFiles of(Path file) throws IOException {
    var name = file.getFileName().toString();
    if (NAMES.contains(name)) {
      var files = read(file.toAbsolutePath().getParent()).contents;
      if (!name.equals("tokenizer.json")) files.remove("tokenizer.json"); // it would go before the named one
      return new TokenizerFiles(files);
    }
    if (name.endsWith(".json")) return only("tokenizer.json", file);
    if (name.endsWith(".txt.gz")) return only(CLIP, file);
    return name.endsWith(".model") ? only("tokenizer.model", file) : NONE;
  }

  private static TokenizerFiles only(String name, Path file) throws IOException {
    return new TokenizerFiles(Map.of(name, Files.readAllBytes(file)));
  }

  /** The same in a form that Hugging Face's libraries read, which know nothing of OpenAI's file. */
  public TokenizerFiles forHuggingFace() throws IOException {
    boolean known = contents.containsKey("tokenizer.json") || contents.containsKey("vocab.json");
    if (known || !contents.containsKey(CLIP)) return this;
    return new TokenizerFiles(ClipTokenizer.huggingFace(Path.of(CLIP), contents.get(CLIP)));
  }

  public boolean isEmpty() {
    return contents.isEmpty();
  }

  /** Writes them into a folder, which has no others then. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var name : NAMES) {
      if (contents.containsKey(name)) AtomicFile.write(folder.resolve(name), contents.get(name));
      else Files.deleteIfExists(folder.resolve(name));
    }
  }
}
