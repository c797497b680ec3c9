package org.vitrail.llm.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The small vocabularies among the golden cases. */
final class Vocabularies {
  /** Byte-level ones, which can write any text. */
  static final List<String> BYTE_LEVEL = List.of("gpt2_bpe.json", "llama3_bpe.json", "llama3_bpe.tiktoken");
  static final List<String> ALL = List.of("gpt2_bpe.json", "llama3_bpe.json", "llama3_bpe.tiktoken", "llama2_bpe.json",
      "unigram.json", "wordpiece.json", "wordpiece.vocab.txt", "spm_bpe.model", "spm_unigram.model",
      "spm_unigram_bytes.model");

  private Vocabularies() {}

  static Path file(String name) {
    try {
      return Path.of(Vocabularies.class.getResource("/parity/tokenizers/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Tokenizer open(String name) {
    try {
      return name.endsWith(".tiktoken")
          ? Tokenizers.tiktoken(file(name), Patterns.LLAMA3, Map.of("<|begin_of_text|>", 558, "<|eot_id|>", 559))
          : Tokenizers.open(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
