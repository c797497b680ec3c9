package org.vitrail.llm.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.vitrail.tensor.io.FormatException;

/** Vocabularies with random damage: they open and encode, or end in a {@link FormatException}; nothing else happens. */
class MutatedVocabulariesTest {
  private static final String TEXT = "The quick brown fox's 1234 …\n 한국어 <s> 😀 naïve, don't!";
  private static Path folder;

  @BeforeContainer static void create() throws IOException {
    folder = Files.createTempDirectory("mutated");
  }

  @AfterContainer static void delete() throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) Files.delete(file);
    }
    Files.delete(folder);
  }

  private static byte[] mutate(byte[] original, Random random) {
    var bytes = original.clone();
    int within = random.nextBoolean() ? 2500 : Integer.MAX_VALUE;
    for (int n = 1 + random.nextInt(4); n > 0 && bytes.length > 1; n--) {
      int at = random.nextInt(Math.min(within, bytes.length));
      int length = Math.min(1 + random.nextInt(16), bytes.length - at);
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) "{}[],:\"0123456789-eE .'()TFL\0".charAt(random.nextInt(29));
        case 3 -> bytes = splice(bytes, at, at + length, new byte[0]);
        case 4 -> bytes = splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
        case 5 -> bytes = Arrays.copyOf(bytes, at + 1);
        default -> System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
      }
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] piece) {
    var spliced = Arrays.copyOf(bytes, bytes.length - (to - from) + piece.length);
    System.arraycopy(piece, 0, spliced, from, piece.length);
    System.arraycopy(bytes, to, spliced, from + piece.length, bytes.length - to);
    return spliced;
  }

  private static void damage(String name, String as, Random random) throws IOException {
    var file = folder.resolve(as);
    Files.write(file, mutate(Files.readAllBytes(Vocabularies.file(name)), random));
    try {
      var tokenizer = Tokenizers.open(file);
      var ids = tokenizer.encode(TEXT);
      tokenizer.decode(tokenizer.wrap(ids));
    } catch (FormatException damaged) {
      assertEquals(file + ": ", damaged.getMessage().substring(0, file.toString().length() + 2));
      assertEquals(-1, damaged.getMessage().indexOf('\n'), damaged.getMessage());
      assertTrue(damaged.getMessage().length() < 700, damaged.getMessage());
    }
  }

  @Property(tries = 600) void tokenizerJson(@ForAll Random random) throws IOException {
    var names = new String[] {"gpt2_bpe.json", "llama2_bpe.json", "llama3_bpe.json", "unigram.json", "wordpiece.json"};
    damage(names[random.nextInt(names.length)], "tokenizer.json", random);
  }

  @Property(tries = 1500) void sentencePiece(@ForAll Random random) throws IOException {
    var names = new String[] {"spm_bpe.model", "spm_unigram.model", "spm_unigram_bytes.model"};
    damage(names[random.nextInt(names.length)], "tokenizer.model", random);
  }

  @Property(tries = 600) void wordPieces(@ForAll Random random) throws IOException {
    damage("wordpiece.vocab.txt", "vocab.txt", random);
  }

  @Property(tries = 600) void ranks(@ForAll Random random) throws IOException {
    damage("llama3_bpe.tiktoken", "x.tiktoken", random);
  }
}
