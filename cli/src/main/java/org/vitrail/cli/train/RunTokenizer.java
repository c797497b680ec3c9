package org.vitrail.cli.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.vitrail.cli.console.UserError;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.TokenizerFiles;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.llm.train.Symbols;
import org.vitrail.vit.scenes.Vocabulary;

/**
 * The tokenizer of a training run. One that is new reaches the folder of the run when its first step begins, so that a
 * run that is refused leaves none, and none of another run is taken for it.
 */
public record RunTokenizer(Tokenizer tokenizer, TokenizerFiles files) {
  /** Writes the files of a tokenizer. */
  @FunctionalInterface
  public interface Source {
    void save(Path folder) throws IOException;
  }

  /** That of a model, or of a run that goes on. */
  public static RunTokenizer open(Path folder) throws IOException {
    return new RunTokenizer(Tokenizers.open(folder), TokenizerFiles.read(folder));
  }

  /**
   * That in a file or a folder.
   *
   * @param kinds what {@code --tokenizer} may name instead
   */
  public static RunTokenizer at(String path, String kinds) throws IOException {
    var file = Path.of(path);
    UserError.unless(Files.exists(file), "--tokenizer " + path + " is none of " + kinds
        + ", and there is no such file or folder");
    Tokenizers.open(file); // says what is wrong with it under its own name
    var files = Files.isDirectory(file) ? TokenizerFiles.read(file) : TokenizerFiles.of(file);
    UserError.unless(!files.isEmpty(), "--tokenizer " + path + ": a run keeps a tokenizer.json, a .model, or a "
        + "vocab.json or vocab.txt with what belongs to it; name one of these");
    return make(files::write);
  }

  /**
   * That of {@code --tokenizer}: {@code word} makes one for captions, anything else is a file or a folder.
   *
   * @param captions to take the words of, a line each; null for generated scenes, whose words are known
   */
  public static RunTokenizer forCaptions(String tokenizer, Supplier<String> captions) throws IOException {
    if (!tokenizer.toLowerCase(Locale.ROOT).equals("word")) return at(tokenizer, "word");
    return make((captions == null ? Symbols.captions(Vocabulary.WORDS) : Symbols.captions(captions.get()))::save);
  }

  /** A new one. */
  public static RunTokenizer make(Source source) throws IOException {
    var folder = Files.createTempDirectory("vitrail-tokenizer");
    try {
      source.save(folder);
      return open(folder);
    } finally {
      try (var files = Files.list(folder)) {
        for (var file : files.toList()) Files.delete(file);
      }
      Files.delete(folder);
    }
  }

  /** Puts its files into {@code folder}, in the place of those of another. */
  public void save(Path folder) {
    try {
      files.write(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
