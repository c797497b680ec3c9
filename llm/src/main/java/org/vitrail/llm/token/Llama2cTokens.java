package org.vitrail.llm.token;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.tensor.io.FormatException;

/**
 * Reads the tokenizers of llama2.c ({@code tok512.bin}): the length of the longest token, then for each token its score
 * (float32), its length (int32) and its bytes, in which a space is a space. Ids 0 to 2 are unknown, begin and end, 3 to
 * 258 the bytes.
 */
public final class Llama2cTokens {
  private static final long LONGEST = 100_000_000;

  private Llama2cTokens() {}

  static Tokenizer read(Path file) throws IOException {
    var model = new SentencePiece(file, pieces(file), false, true, SpaceNormalizer.Rules.LLAMA, null,
        SentencePiece.UNKNOWN);
    return model.tokenizer(model.vocabulary(), Template.around(1, -1), new SpecialTokens(1, List.of(2), 0, -1));
  }

  /** The tokens, in the order of their ids. */
  public static List<Piece> pieces(Path file) throws IOException {
    long size = Files.size(file);
    if (size > LONGEST) throw new FormatException(file, "a tokenizer of " + size + " bytes is not one of llama2.c");
    var data = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (size < 4) {
      throw new FormatException(file, "expected the length of the longest token, the file has " + size + " bytes");
    }
    int longest = data.getInt();
    var pieces = new ArrayList<Piece>();
    while (data.hasRemaining()) pieces.add(piece(file, data, longest, pieces.size()));
    return pieces;
  }

  private static Piece piece(Path file, ByteBuffer data, int longest, int id) {
    var place = "token " + id;
    if (data.remaining() < 8) throw new FormatException(file, place, "it is cut off");
    float score = data.getFloat();
    int length = data.getInt();
    if (length < 0 || length > longest || length > data.remaining()) {
      throw new FormatException(file, place, "it is said to be " + length + " bytes long; the longest token has "
          + longest + ", and " + data.remaining() + " follow");
    }
    var bytes = new byte[length];
    data.get(bytes);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var kind = id == 0 ? Piece.Kind.UNKNOWN : id < 3 ? Piece.Kind.CONTROL
          : ByteTokens.value(text) >= 0 ? Piece.Kind.BYTE : Piece.Kind.NORMAL;
      return new Piece(kind == Piece.Kind.NORMAL ? text.replace(' ', SentencePiece.SPACE) : text.strip(), score, kind);
    } catch (CharacterCodingException e) {
      throw new FormatException(file, place, "expected UTF-8");
    }
  }
}
