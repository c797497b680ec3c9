package org.vitrail.llm.token;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;

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
  private static final String BEGIN_TEXT = "<|startoftext|>";
  private static final String END_TEXT = "<|endoftext|>";

  private ClipTokenizer() {}

  /** Reads {@code bpe_simple_vocab_16e6.txt.gz}, the form of OpenAI and open_clip. */
  public static Tokenizer read(Path file) throws IOException {
    var lines = lines(file, Files.newInputStream(file));
    var vocabulary = Vocabulary.of(file, tokens(lines));
    var merges = new MergeList(file, vocabulary, "", MERGES);
    for (int i = 1; i <= MERGES; i++) merges.add("line " + (i + 1), lines.get(i));
    return tokenizer(vocabulary, merges.merges(), vocabulary.size() - 2, vocabulary.size() - 1);
  }

  /** The files in which Hugging Face has the vocabulary of such a file. */
  static Map<String, byte[]> huggingFace(Path file, byte[] content) throws IOException {
    var lines = lines(file, new ByteArrayInputStream(content));
    var ids = new LinkedHashMap<String, Integer>();
    for (var token : tokens(lines)) ids.put(token, ids.size());
    var merges = "#version: 0.2\n" + String.join("\n", lines.subList(1, MERGES + 1)) + "\n";
    var config = ConfigReader.ordered("tokenizer_class", "CLIPTokenizer", "bos_token", BEGIN_TEXT,
        "eos_token", END_TEXT, "unk_token", END_TEXT, "pad_token", END_TEXT, "model_max_length", CONTEXT);
    return Map.of("vocab.json", Json.write(ids).getBytes(StandardCharsets.UTF_8),
        "merges.txt", merges.getBytes(StandardCharsets.UTF_8),
        "tokenizer_config.json", Json.write(config).getBytes(StandardCharsets.UTF_8));
  }

  /** All tokens by id. */
  private static List<String> tokens(List<String> lines) {
    var tokens = new ArrayList<String>();
    for (boolean printable : new boolean[] {true, false}) {
      for (int b = 0; b < 256; b++) {
        char c = ByteAlphabet.character(b);
        if ((c == b) == printable) tokens.add(String.valueOf(c));
      }
    }
    tokens.addAll(tokens.stream().map(token -> token + END).toList());
    for (var line : lines.subList(1, MERGES + 1)) tokens.add(line.replace(" ", ""));
    tokens.addAll(List.of(BEGIN_TEXT, END_TEXT));
    return tokens;
  }

  /** A line of text, and a line for each merge. */
  private static List<String> lines(Path file, InputStream packed) throws IOException {
    try (packed; var in = new GZIPInputStream(packed)) {
      var bytes = in.readNBytes(LONGEST);
      if (bytes.length == LONGEST) throw new FormatException(file, "it unpacks to more than " + LONGEST + " bytes");
      var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      if (lines.size() > MERGES) return lines;
      throw new FormatException(file, "expected a line of text and " + MERGES + " merges, found " + lines.size()
          + " lines");
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
