package org.vitrail.llm.token;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.llm.token.Piece.Kind;
import org.vitrail.tensor.io.FormatException;

/** Builds the tokenizer that the metadata of a GGUF file describe, as llama.cpp understands them. */
final class GgufTokenizer {
  private final Path file;
  private final GgufFields fields;
  private final List<String> tokens;
  private final List<Kind> kinds;

  private GgufTokenizer(Path file, Map<String, ?> metadata) {
    this.file = file;
    fields = new GgufFields(file, metadata);
    tokens = fields.texts("tokens");
    var types = fields.numbers("token_type", tokens.size());
    kinds = IntStream.range(0, tokens.size())
        .mapToObj(id -> types == null ? Kind.NORMAL : Kind.of(types.get(id).intValue())).toList();
  }

  static Tokenizer of(Path file, Map<String, ?> metadata) {
    var tokenizer = new GgufTokenizer(file, metadata);
    var model = tokenizer.fields.text("model", null);
    return switch (model) {
      case "llama" -> tokenizer.pieces(false);
      case "t5" -> tokenizer.pieces(true);
      case "gpt2" -> tokenizer.bytePairs();
      case "bert" -> tokenizer.wordPieces();
      case null -> throw new FormatException(file, "tokenizer.ggml.model", "it is missing");
      default -> throw new FormatException(file, "tokenizer.ggml.model", FormatException.quote(model)
          + " is not supported, only llama, gpt2, bert and t5");
    };
  }

  private Tokenizer pieces(boolean unigram) {
    var scores = fields.numbers("scores", tokens.size());
    if (scores == null) throw new FormatException(file, "tokenizer.ggml.scores", "it is missing");
    int unk = id("unknown_token_id");
    var pieces = IntStream.range(0, tokens.size()).mapToObj(id -> new Piece(tokens.get(id), scores.get(id).floatValue(),
        id == unk ? Kind.UNKNOWN : kinds.get(id))).toList();
    boolean trimmed = fields.flag("remove_extra_whitespaces", unigram);
    var rules = new SpaceNormalizer.Rules(fields.flag("add_space_prefix", true), trimmed, true, false);
    boolean bytes = pieces.stream().anyMatch(piece -> piece.kind() == Kind.BYTE);
    var model = new SentencePiece(file, pieces, unigram, bytes, rules, charsmap(), SentencePiece.UNKNOWN);
    var vocabulary = model.vocabulary();
    var specials = specials(vocabulary);
    return model.tokenizer(vocabulary, template(specials, !unigram, unigram), specials);
  }

  private Charsmap charsmap() {
    var bytes = fields.numbers("precompiled_charsmap", -1);
    if (bytes == null) return null;
    var map = new byte[bytes.size()];
    for (int i = 0; i < map.length; i++) map[i] = bytes.get(i).byteValue();
    return Charsmap.of(file, map);
  }

  private Tokenizer bytePairs() {
    var vocabulary = Vocabulary.of(file, tokens);
    var added = added(vocabulary);
    var lines = fields.texts("merges");
    var merges = new MergeList(file, vocabulary, "", lines.size());
    for (int i = 0; i < lines.size(); i++) merges.add("tokenizer.ggml.merges[" + i + "]", lines.get(i));
    var pre = fields.text("pre", "default");
    boolean llama3 = Pretokenizer.LLAMA3.names().contains(pre);
    var specials = specials(vocabulary);
    return new Pipeline(new Pipeline.Parts(vocabulary, new AddedTokens(added, Normalizer.NONE), Normalizer.NONE,
        new AddedTokens(List.of(), Normalizer.NONE), Pretokenizer.named(file, pre).splitter(),
        new BytePair(new ByteSymbols(vocabulary, "", -1), merges.merges(), llama3),
        template(specials, llama3, false), (token, previous) -> ByteAlphabet.read(token), specials));
  }

  /** Pieces that begin a word are written with U+2581 before them; here those inside a word get {@code ##} instead. */
  private Tokenizer wordPieces() {
    var written = IntStream.range(0, tokens.size()).mapToObj(id -> {
      var token = tokens.get(id);
      if (kinds.get(id) != Kind.NORMAL || token.startsWith("[") && token.endsWith("]")) return token;
      return token.startsWith("▁") ? token.substring(1) : "##" + token;
    }).toList();
    var vocabulary = Vocabulary.of(file, written);
    for (var token : List.of("[UNK]", "[CLS]", "[SEP]")) {
      if (vocabulary.id(token) < 0) throw new FormatException(file, "tokenizer.ggml.tokens", "there is no token "
          + token);
    }
    return VocabularyFiles.wordPieces(vocabulary, added(vocabulary), "##", true, Roles.UNTOLD);
  }

  private List<AddedToken> added(Vocabulary vocabulary) {
    var added = new ArrayList<AddedToken>();
    for (int id = 0; id < tokens.size(); id++) {
      if (kinds.get(id) == Kind.CONTROL || kinds.get(id) == Kind.UNKNOWN) {
        vocabulary.mark(id);
        added.add(AddedToken.special(id, vocabulary.token(id)));
      } else if (kinds.get(id) == Kind.USER_DEFINED) {
        added.add(AddedToken.text(id, vocabulary.token(id)));
      }
    }
    return added;
  }

  private int id(String key) {
    return fields.id(key, tokens.size());
  }

  private SpecialTokens specials(Vocabulary vocabulary) {
    var ends = new LinkedHashSet<Integer>();
    Stream.of("eos_token_id", "eot_token_id", "eom_token_id").map(this::id).filter(id -> id >= 0).forEach(ends::add);
    Roles.TURNS.stream().map(vocabulary::id).filter(id -> id >= 0 && kinds.get(id) == Kind.CONTROL).forEach(ends::add);
    return new SpecialTokens(id("bos_token_id"), List.copyOf(ends), id("unknown_token_id"), id("padding_token_id"));
  }

  /** @param bos whether there is a BOS unless the file says otherwise; likewise {@code eos} */
  private Template template(SpecialTokens specials, boolean bos, boolean eos) {
    int end = specials.eos().isEmpty() ? -1 : specials.eos().getFirst();
    return Roles.around(fields.flag("add_bos_token", bos) ? specials.bos() : -1,
        fields.flag("add_eos_token", eos) ? end : -1);
  }
}
