package org.vitrail.llm.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.vitrail.tensor.io.FormatException;

/**
 * CLIP's tokenizer (Radford et al. 2021): byte pairs in lower case, where the last symbol of a word carries
 * {@code </w>}. 49,408 tokens: 256 bytes, the same with {@code </w>}, 48,894 merges, {@code <|startoftext|>} and
 * {@code <|endoftext|>}.
 */
public final class ClipTokenizer {
  /** Tokens of a text in all of OpenAI's models. */
  public static final int CONTEXT = 77;
  private static final int MERGES = 49_152 - 256 - 2;
  private static final int LONGEST = 20_000_000;
  private static final String END = "</w>";

  private ClipTokenizer() {}

  /** Reads {@code bpe_simple_vocab_16e6.txt.gz}, the form of OpenAI and open_clip. */
  public static Tokenizer read(Path file) throws IOException {
    var lines = lines(file);
    if (lines.size() < MERGES + 1) {
      throw new FormatException(file, "expected a line of text and " + MERGES + " merges, found " + lines.size()
          + " lines");
    }
    var tokens = new ArrayList<String>();
    for (boolean printable : new boolean[] {true, false}) {
      for (int b = 0; b < 256; b++) {
        char c = ByteAlphabet.character(b);
        if ((c == b) == printable) tokens.add(String.valueOf(c));
      }
    }
    tokens.addAll(tokens.stream().map(token -> token + END).toList());
    for (var line : lines.subList(1, MERGES + 1)) tokens.add(line.replace(" ", ""));
    int begin = tokens.size();
    tokens.addAll(List.of("<|startoftext|>", "<|endoftext|>"));
    var vocabulary = Vocabulary.of(file, tokens);
    var merges = new MergeList(file, vocabulary, "", MERGES);
    for (int i = 1; i <= MERGES; i++) merges.add("line " + (i + 1), lines.get(i));
    return tokenizer(vocabulary, merges.merges(), begin, begin + 1);
  }

  private static List<String> lines(Path file) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      var bytes = in.readNBytes(LONGEST);
      if (bytes.length == LONGEST) throw new FormatException(file, "it unpacks to more than " + LONGEST + " bytes");
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      throw new FormatException(file, "gzip", e.getMessage());
    }
  }

  static Tokenizer tokenizer(Vocabulary vocabulary, Merges merges, int begin, int end) {
    var added = new ArrayList<AddedToken>();
    for (int id : new int[] {begin, end}) {
      vocabulary.mark(id);
      added.add(AddedToken.special(id, vocabulary.token(id)));
    }
    return new Pipeline(new Pipeline.Parts(vocabulary, new AddedTokens(added, Normalizer.NONE), new CaptionCleaner(),
        new AddedTokens(List.of(), Normalizer.NONE),
        Splitter.at(Patterns.regex(Patterns.CLIP)::find, Splitter.Behaviour.REMOVED, true),
        new BytePair(new ByteSymbols(vocabulary, END, -1), merges, false), Template.around(begin, end),
        ClipTokenizer::spell, new SpecialTokens(begin, List.of(end), end, 0)));
  }

  private static byte[] spell(String token, String previous) {
    var bytes = ByteAlphabet.read(token);
    if (!token.endsWith(END)) return bytes;
    int end = bytes.length - END.length();
    bytes[end] = ' ';
    return Arrays.copyOf(bytes, end + 1);
  }

  /**
   * A text as a model reads it: begin, the text, end, and 0 up to {@code length}. Of a longer one the rest is cut off;
   * the last token is the end all the same.
   */
  public static int[] context(Tokenizer tokenizer, String text, int length) {
    var ids = tokenizer.wrap(tokenizer.encode(text));
    var context = Arrays.copyOf(ids, length);
    if (ids.length > length) context[length - 1] = ids[ids.length - 1];
    return context;
  }
}
