package org.vitrail.cli.generate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.vitrail.llm.generate.LanguageModel;
import org.vitrail.llm.generate.Sequence;
import org.vitrail.llm.token.Tokenizer;

/** A model whose tokens are bytes: it says the letters of the alphabet in turn, and 0 ends what it says after z. */
final class Parrot implements LanguageModel, Tokenizer {
  private final int context;
  int read;
  boolean closed;
  /** Milliseconds that reading a batch takes. */
  int pause;

  Parrot(int context) {
    this.context = context;
  }

  OpenModel open(OpenModel.Chat chat) {
    return new OpenModel(this, this, new int[] {1}, new int[] {0}, chat, () -> closed = true);
  }

  @Override public int vocabulary() {
    return 256;
  }

  @Override public int context() {
    return context;
  }

  @Override public int size() {
    return 256;
  }

  @Override public int[] encode(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) tokens[i] = bytes[i] & 0xFF;
    return tokens;
  }

  @Override public String decode(int... ids) {
    throw new UnsupportedOperationException();
  }

  @Override public byte[] bytes(int id) {
    return id <= 1 ? new byte[0] : new byte[] {(byte) id};
  }

  @Override public float[][] read(List<? extends Sequence> sequences, int[][] tokens) {
    LockSupport.parkNanos(pause * 1_000_000L);
    var rows = new float[tokens.length][];
    for (int i = 0; i < rows.length; i++) rows[i] = sequences.get(i).read(tokens[i]);
    return rows;
  }

  @Override public Sequence begin() {
    return new Read(new int[0]);
  }

  private final class Read implements Sequence {
    private int[] tokens;

    Read(int[] tokens) {
      this.tokens = tokens;
    }

    @Override public int length() {
      return tokens.length;
    }

    @Override public int token(int i) {
      return tokens[i];
    }

    @Override public float[] read(int... more) {
      return readAll(more)[more.length - 1];
    }

    @Override public float[][] readAll(int... more) {
      var rows = new float[more.length][256];
      for (int i = 0; i < more.length; i++) {
        tokens = Arrays.copyOf(tokens, tokens.length + 1);
        tokens[tokens.length - 1] = more[i];
        boolean letter = more[i] >= 'a' && more[i] < 'z';
        for (int t = 'a'; t <= 'z'; t++) rows[i][t] = 1;
        rows[i][letter ? more[i] + 1 : more[i] == 'z' ? 0 : 'a'] = 30;
      }
      read += more.length;
      return rows;
    }

    @Override public void truncate(int length) {
      tokens = Arrays.copyOf(tokens, length);
    }

    @Override public Sequence fork() {
      return new Read(tokens);
    }
  }
}
