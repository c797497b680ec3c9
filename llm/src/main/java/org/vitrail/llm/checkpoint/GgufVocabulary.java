package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.vitrail.llm.token.ByteAlphabet;
import org.vitrail.llm.token.Llama2cTokens;
import org.vitrail.llm.token.Piece;
import org.vitrail.llm.token.SentencePieceModel;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.GgufValue;
import org.vitrail.tensor.io.Json;

/**
 * A tokenizer as metadata of GGUF: tokens and their kinds, and the merges of byte pairs or the scores of SentencePiece.
 * Where only a {@code tokenizer.json} is left of a SentencePiece model, scores are made that merge in its order.
 */
final class GgufVocabulary {
  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;
  private static final int BYTE = 6;
  private static final String PREFIX = "tokenizer.ggml.";

  private final Path file;
  private final Map<?, ?> json;
  private final Map<?, ?> model;
  private final String[] tokens;
  private final int[] kinds;
  private final Map<String, GgufValue> values = new LinkedHashMap<>();

  private GgufVocabulary(Path file, int size) throws IOException {
    this.file = file;
    this.json = file.toString().endsWith(".json") ? Json.readObject(file) : Map.of();
    this.model = json.get("model") instanceof Map<?, ?> m ? m : Map.of();
    this.tokens = new String[size];
    this.kinds = new int[size];
  }

  /**
   * The metadata of the tokenizer in {@code folder}; none if there is none that GGUF has words for, which is noted.
   *
   * @param size rows of the token embedding
   * @param architecture llama.cpp's name of the family
   */
  static Map<String, GgufValue> of(Path folder, int size, String architecture, Consumer<String> notes)
      throws IOException {
    var file = Tokenizers.find(folder).filter(f -> isKnown(f.getFileName().toString())).orElse(null);
    if (file == null) {
      notes.accept("without a tokenizer.json or tokenizer.model the file has no vocabulary");
      return Map.of();
    }
    var vocabulary = new GgufVocabulary(file, size);
    if (!vocabulary.read(architecture)) {
      notes.accept("GGUF has no words for the vocabulary in " + file + ", so the file has none: keep "
          + file.getFileName() + " beside it");
      return Map.of();
    }
    vocabulary.values.putAll(GgufSpecials.of(folder, vocabulary.tokens));
    if (vocabulary.json.isEmpty()) GgufSpecials.of(Tokenizers.open(file)).forEach(vocabulary.values::putIfAbsent);
    return vocabulary.values;
  }

  private static boolean isKnown(String name) {
    return Set.of("tokenizer.json", "tokenizer.model", "spiece.model").contains(name) || name.endsWith(".bin");
  }

  /** Returns whether there are words for it. */
  private boolean read(String architecture) throws IOException {
    var sentencePieces = file.resolveSibling("tokenizer.model");
    if (file.toString().endsWith(".bin")) {
      read(Llama2cTokens.pieces(file));
    } else if (json.isEmpty()) {
      read(SentencePieceModel.read(file));
    } else if ((isOfPieces() || "Unigram".equals(model.get("type"))) && Files.isRegularFile(sentencePieces)) {
      read(SentencePieceModel.read(sentencePieces));
    } else {
      return readJson(architecture);
    }
    return true;
  }

  /** Whether what is in no piece becomes its bytes, as SentencePiece does. */
  private boolean isOfPieces() {
    return Boolean.TRUE.equals(model.get("byte_fallback"));
  }

  private void read(SentencePieceModel pieces) {
    putPieces(pieces.unigram() ? "t5" : "llama", scores(pieces.pieces()), pieces.dummyPrefix());
    if (!pieces.unigram()) return;
    values.put(PREFIX + "remove_extra_whitespaces", GgufValue.bool(pieces.trimmed()));
    if (pieces.charsmap().length > 0) {
      values.put(PREFIX + "precompiled_charsmap", GgufValue.u8s(pieces.charsmap()));
    }
  }

  private void read(List<Piece> llama2c) {
    putPieces("llama", scores(llama2c), true);
  }

  private float[] scores(List<Piece> pieces) {
    var scores = new float[tokens.length];
    for (int id = 0; id < pieces.size(); id++) {
      var piece = pieces.get(id);
      set(piece.text(), (long) id, piece.kind().ordinal() + 1);
      scores[id] = piece.score();
    }
    addAdded();
    fill();
    return scores;
  }

  private boolean readJson(String architecture) {
    if (!"BPE".equals(model.get("type")) || !(model.get("vocab") instanceof Map<?, ?> vocab)) return false;
    var merges = JsonMerges.of(file, model);
    boolean bytes = Json.write(json).contains("\"ByteLevel\"");
    boolean characters = merges.pairs().isEmpty() && vocab.keySet().stream().allMatch(GgufVocabulary::isAscii);
    if (!isOfPieces() && !bytes && !characters) return false;
    vocab.forEach((token, id) -> set(bytes || isOfPieces() ? (String) token : byteOf(token), id, NORMAL));
    addAdded();
    fill();
    if (isOfPieces()) {
      markBytes();
      putPieces("llama", merges.scores(tokens, kinds, NORMAL),
          Json.write(json).matches("(?s).*\"(Prepend|prepend_scheme\":\"(always|first))\".*"));
    } else {
      put("gpt2", architecture);
      values.put(PREFIX + "merges", GgufValue.texts(merges.pairs()));
    }
    return true;
  }

  /** Whether a token is one character, and that one byte. */
  private static boolean isAscii(Object token) {
    return token instanceof String text && text.length() == 1 && text.charAt(0) < 128;
  }

  private static String byteOf(Object character) {
    return ByteAlphabet.write(((String) character).getBytes(StandardCharsets.UTF_8));
  }

  private void putPieces(String kind, float[] scores, boolean spaceBefore) {
    put(kind, "");
    values.put(PREFIX + "scores", GgufValue.f32s(scores));
    values.put(PREFIX + "add_space_prefix", GgufValue.bool(spaceBefore));
  }

  private void put(String kind, String architecture) {
    values.put(PREFIX + "model", GgufValue.text(kind));
    values.put(PREFIX + "pre", GgufValue.text(pretokenizer(architecture)));
    values.put(PREFIX + "tokens", GgufValue.texts(List.of(tokens)));
    values.put(PREFIX + "token_type", GgufValue.i32s(kinds));
  }

  private void set(String token, Object id, int kind) {
    if (!(id instanceof Long n) || n < 0 || n >= tokens.length) {
      throw new FormatException(file, "token " + FormatException.quote(token), "its id is " + id + ", the model has "
          + tokens.length + " tokens");
    }
    tokens[n.intValue()] = token;
    kinds[n.intValue()] = kind;
  }

  /** Tokens that are more than the model's own, or that no text becomes. */
  private void addAdded() {
    if (!(json.get("added_tokens") instanceof List<?> added)) return;
    for (var entry : added) {
      if (!(entry instanceof Map<?, ?> token && token.get("content") instanceof String text)) {
        throw new FormatException(file, "added_tokens", "expected objects with content");
      }
      int known = token.get("id") instanceof Long id && id >= 0 && id < kinds.length ? kinds[id.intValue()] : 0;
      if (known <= NORMAL) {
        set(text, token.get("id"), Boolean.TRUE.equals(token.get("special")) ? CONTROL : USER_DEFINED);
      }
    }
  }

  /** Rows of the embedding that no token has. */
  private void fill() {
    for (int id = 0; id < tokens.length; id++) {
      if (tokens[id] == null) set("[PAD" + id + "]", (long) id, UNUSED);
    }
  }

  private void markBytes() {
    for (int id = 0; id < tokens.length; id++) {
      if (tokens[id].matches("<0x[0-9A-F]{2}>")) kinds[id] = BYTE;
      else if (tokens[id].equals(model.get("unk_token"))) kinds[id] = UNKNOWN;
    }
  }

  /** How llama.cpp calls the pattern by which a text is cut into words first. */
  private String pretokenizer(String architecture) {
    return switch (architecture) {
      case "qwen2", "qwen3" -> "qwen2";
      case "gpt2" -> "gpt-2";
      default -> Json.write(json.get("pre_tokenizer")).contains("\\\\p{N}{1,3}") ? "llama-bpe" : "default";
    };
  }
}
