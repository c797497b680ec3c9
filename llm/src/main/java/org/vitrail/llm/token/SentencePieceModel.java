package org.vitrail.llm.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.tensor.io.FormatException;

/** Reads SentencePiece's {@code .model} files: a ModelProto of sentencepiece_model.proto. */
public final class SentencePieceModel {
  private static final long LONGEST = Math.min(500_000_000, Runtime.getRuntime().maxMemory() / 16);
  private static final int UNIGRAM = 1;
  private static final int BPE = 2;

  private final Path file;
  private final List<Piece> pieces = new ArrayList<>();
  private int kind = UNIGRAM;
  private boolean byteFallback;
  private boolean suffixed;
  private boolean dummyPrefix = true;
  private boolean trimmed = true;
  private boolean escaped = true;
  private byte[] charsmap = {};
  private String unknown = SentencePiece.UNKNOWN;
  private String bos = "<s>";
  private String eos = "</s>";
  private String pad = "<pad>";

  private SentencePieceModel(Path file) {
    this.file = file;
  }

  /** A model as its file has it. */
  public static SentencePieceModel read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > LONGEST) throw new FormatException(file, "a model of " + size + " bytes is more than the " + LONGEST
        + " that this heap allows; give the JVM more memory (-Xmx) if it is meant to be that long");
    var model = new SentencePieceModel(file);
    model.read(new Protobuf(file, Files.readAllBytes(file)));
    return model;
  }

  /** The tokens, in the order of their ids. */
  public List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  /** Whether pieces are chosen by Viterbi's algorithm, otherwise they are merged by score. */
  public boolean unigram() {
    return kind == UNIGRAM;
  }

  /** Whether a space is put before a text. */
  public boolean dummyPrefix() {
    return dummyPrefix;
  }

  /** Whether spaces around a text, and those beside another, are left out. */
  public boolean trimmed() {
    return trimmed;
  }

  /** The precompiled map of texts to their normal form; empty for none. */
  public byte[] charsmap() {
    return charsmap.clone();
  }

  /** @param roles may ask for BOS and EOS; where they do not, a text gets what such models are trained with */
  static Tokenizer read(Path file, Roles roles) throws IOException {
    return read(file).tokenizer(roles);
  }

  private void read(Protobuf message) {
    while (message.next()) {
      switch (message.field()) {
        case 1 -> pieces.add(piece(message.message()));
        case 2 -> trainer(message.message());
        case 3 -> normalizer(message.message());
        default -> { }
      }
    }
    if (pieces.isEmpty()) throw new FormatException(file, "there are no pieces; is it a SentencePiece model?");
    if (kind != UNIGRAM && kind != BPE) {
      throw new FormatException(file, "models of words and of characters are not supported, only unigram and BPE");
    }
  }

  private static Piece piece(Protobuf message) {
    var text = "";
    float score = 0;
    var kind = Piece.Kind.NORMAL;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> text = message.text();
        case 2 -> score = message.real();
        case 3 -> kind = Piece.Kind.of(message.integer());
        default -> { }
      }
    }
    return new Piece(text, score, kind);
  }

  private void trainer(Protobuf message) {
    while (message.next()) {
      switch (message.field()) {
        case 3 -> kind = message.integer();
        case 24 -> suffixed = message.flag();
        case 35 -> byteFallback = message.flag();
        case 44 -> unknown = message.text();
        case 46 -> bos = message.text();
        case 47 -> eos = message.text();
        case 48 -> pad = message.text();
        default -> { }
      }
    }
  }

  private void normalizer(Protobuf message) {
    while (message.next()) {
      switch (message.field()) {
        case 2 -> charsmap = message.bytes();
        case 3 -> dummyPrefix = message.flag();
        case 4 -> trimmed = message.flag();
        case 5 -> escaped = message.flag();
        default -> { }
      }
    }
  }

  private Tokenizer tokenizer(Roles roles) {
    var model = new SentencePiece(file, pieces, kind == UNIGRAM, byteFallback,
        new SpaceNormalizer.Rules(dummyPrefix, trimmed, escaped, suffixed), Charsmap.of(file, charsmap), unknown);
    var vocabulary = model.vocabulary();
    int first = control(vocabulary, bos);
    int last = control(vocabulary, eos);
    var specials = new SpecialTokens(first, last < 0 ? List.of() : List.of(last), model.unk(),
        control(vocabulary, pad));
    boolean before = roles.addBos() != null ? roles.addBos() : kind == BPE;
    boolean after = roles.addEos() != null ? roles.addEos() : kind == UNIGRAM;
    return model.tokenizer(vocabulary, Roles.around(before ? first : -1, after ? last : -1), specials);
  }

  private int control(Vocabulary vocabulary, String text) {
    int id = vocabulary.id(text);
    return id >= 0 && pieces.get(id).kind() == Piece.Kind.CONTROL ? id : -1;
  }
}
