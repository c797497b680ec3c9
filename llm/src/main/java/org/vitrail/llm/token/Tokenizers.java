package org.vitrail.llm.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Gguf;

/** Opens tokenizers, in whatever form their vocabulary is. Bad files end in a {@link FormatException}. */
public final class Tokenizers {
  private static final List<String> SENTENCE_PIECE =
      List.of("tokenizer.model", "spiece.model", "sentencepiece.bpe.model");

  private static final String LLAMA2_C = "tok.*\\.bin";

  private Tokenizers() {}

  /**
   * The tokenizer in a file, or in the folder of a model: {@code tokenizer.json}, a SentencePiece {@code .model},
   * {@code vocab.json} with {@code merges.txt} (or GPT-2's {@code encoder.json} with {@code vocab.bpe}),
   * {@code vocab.txt}, {@code .tiktoken}, CLIP's {@code bpe_simple_vocab_16e6.txt.gz}, a {@code .gguf}, or llama2.c's
   * {@code tok….bin}. What stands beside it in {@code tokenizer_config.json}, {@code special_tokens_map.json} and
   * {@code generation_config.json} is taken into account.
   */
  public static Tokenizer open(Path path) throws IOException {
    if (!Files.exists(path)) throw new NoSuchFileException(path.toString());
    var file = !Files.isDirectory(path) ? path : find(path).orElseThrow(() -> new FormatException(path,
        "there is no tokenizer.json, tokenizer.model, vocab.json, vocab.txt or other vocabulary in this folder"));
    var folder = file.toAbsolutePath().getParent();
    var roles = Roles.beside(folder);
    var name = file.getFileName().toString();
    if (name.equals("vocab.json")) return VocabularyFiles.bytePairs(file, sibling(file, "merges.txt"), roles);
    if (name.equals("encoder.json")) return VocabularyFiles.bytePairs(file, sibling(file, "vocab.bpe"), roles);
    if (name.equals("merges.txt")) return open(sibling(file, "vocab.json"));
    if (name.equals("vocab.bpe")) return open(sibling(file, "encoder.json"));
    if (name.endsWith(".json")) return TokenizerJson.read(file, roles);
    if (name.endsWith(".txt")) return VocabularyFiles.wordPieces(file, lowered(folder), roles);
    if (name.endsWith(".txt.gz")) return ClipTokenizer.read(file);
    if (name.endsWith(".tiktoken")) return Tiktoken.read(file, roles);
    if (name.endsWith(".gguf")) {
      try (var gguf = Gguf.open(file)) {
        return gguf(file, gguf.metadata());
      }
    }
    if (name.endsWith(".bin")) return Llama2cTokens.read(file);
    if (name.endsWith(".model")) {
      return Tiktoken.looksLike(file) ? Tiktoken.read(file, roles) : SentencePieceModel.read(file, roles);
    }
    throw new FormatException(file, "no form of vocabulary is known by this name; known are tokenizer.json, .model, "
        + "vocab.json, vocab.txt, .tiktoken, .txt.gz, .gguf and .bin");
  }

  /**
   * The vocabulary in {@code folder} that is the tokenizer's, if there is one. That of a run's checkpoint is in the
   * folder {@code tokenizer} of the run; of several GGUF files none is taken.
   */
  public static Optional<Path> find(Path folder) throws IOException {
    var ofRun = folder.toAbsolutePath().resolveSibling("tokenizer");
    boolean isOfRun = String.valueOf(folder.getFileName()).startsWith("checkpoint-") && Files.isDirectory(ofRun);
    return isOfRun ? in(ofRun) : in(folder);
  }

  private static Optional<Path> in(Path folder) throws IOException {
    try (var listed = Files.list(folder)) {
      var files = listed.sorted().toList();
      var names = Stream.of(Stream.of("tokenizer.json"), SENTENCE_PIECE.stream(),
          Stream.of("vocab.json", "encoder.json", "vocab.txt")).flatMap(s -> s);
      var found = Stream.concat(names.map(folder::resolve).filter(Files::isRegularFile),
          Stream.of(".*\\.model", ".*\\.tiktoken", ".*\\.txt\\.gz", LLAMA2_C).flatMap(name ->
              files.stream().filter(file -> file.getFileName().toString().matches(name)))).findFirst();
      var ggufs = files.stream().filter(file -> file.toString().endsWith(".gguf")).toList();
      return found.isPresent() || ggufs.size() != 1 ? found : Optional.of(ggufs.getFirst());
    }
  }

  /** Whether {@code path} is a file that is called as vocabularies are, or a folder with one. */
  public static boolean isVocabulary(Path path) throws IOException {
    if (Files.isDirectory(path)) return find(path).isPresent();
    return Files.exists(path) && path.getFileName().toString()
        .matches(".*(\\.txt|\\.txt\\.gz|\\.bpe|\\.tiktoken|\\.model|\\.gguf|(?<!\\.index)\\.json)|" + LLAMA2_C);
  }

  private static Path sibling(Path file, String name) throws IOException {
    var sibling = file.resolveSibling(name);
    if (!Files.exists(sibling)) throw new FormatException(file, "it needs " + name + " beside it, which is not there");
    return sibling;
  }

  /** Whether a BERT is uncased, as its tokenizer_config.json says. */
  private static boolean lowered(Path folder) throws IOException {
    var file = folder.resolve("tokenizer_config.json");
    return !Files.exists(file) || Field.read(file).get("do_lower_case").flag(true);
  }

  /** The tokenizer that metadata of a GGUF {@code file} describe, those that begin with {@code tokenizer.ggml.}. */
  public static Tokenizer gguf(Path file, Map<String, ?> metadata) {
    return GgufTokenizer.of(file, metadata);
  }

  /**
   * A rank file of OpenAI's tiktoken.
   *
   * @param pattern cuts a text into words, such as {@link Patterns#LLAMA3}
   * @param specials ids of the special tokens, which the file does not have
   */
  public static Tokenizer tiktoken(Path file, String pattern, Map<String, Integer> specials) throws IOException {
    return Tiktoken.read(file, pattern, specials, Template.NONE, Roles.UNTOLD);
  }

  /**
   * BERT's {@code vocab.txt}, a piece on each line.
   *
   * @param lowered whether text is taken in lower case and without accents
   */
  public static Tokenizer wordPiece(Path file, boolean lowered) throws IOException {
    return VocabularyFiles.wordPieces(file, lowered, Roles.UNTOLD);
  }
}
