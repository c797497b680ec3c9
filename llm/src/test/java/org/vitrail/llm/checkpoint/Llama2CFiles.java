package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Writes small files of llama2.c. */
final class Llama2CFiles {
  /** Width 8, hidden 12, 2 layers, 4 heads of which 2 for keys, 5 tokens, context 6. */
  static final int[] NUMBERS = {8, 12, 2, 4, 2, 5, 6};
  /** Floats of a layer, and of the rotations. */
  static final int LAYER = 8 * 8 * 2 + 4 * 8 * 2 + 3 * 8 * 12 + 16;
  static final int ROTATIONS = 6 * 2;

  private Llama2CFiles() {}

  /** A model of {@link #NUMBERS} whose i-th float is {@code value(i)}. */
  static Path model(Path file, boolean version1, boolean tied, IntToDoubleFunction value) throws IOException {
    int floats = 5 * 8 + 2 * LAYER + 8 + (version1 ? 0 : ROTATIONS) + (tied ? 0 : 40);
    int header = version1 ? 256 : 28;
    var bytes = ByteBuffer.allocate(header + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
    if (version1) bytes.putInt(0x616b3432).putInt(1);
    for (int i = 0; i < 7; i++) bytes.putInt(i == 5 && !version1 && !tied ? -NUMBERS[i] : NUMBERS[i]);
    if (version1) bytes.put((byte) (tied ? 1 : 0));
    bytes.position(header);
    for (int i = 0; i < floats; i++) bytes.putFloat((float) value.applyAsDouble(i));
    return Files.write(file, bytes.array());
  }

  /** A tokenizer with these pieces after the usual 259, the likelier the earlier. */
  static Path tokenizer(Path file, String... pieces) throws IOException {
    var tokens = new ArrayList<>(List.of("<unk>", "\n<s>\n", "\n</s>\n"));
    for (int b = 0; b < 256; b++) tokens.add("<0x%02X>".formatted(b));
    for (var piece : pieces) tokens.add(piece.replace('▁', ' '));
    var bytes = ByteBuffer.allocate(100_000).order(ByteOrder.LITTLE_ENDIAN).putInt(20);
    for (int id = 0; id < tokens.size(); id++) {
      var text = tokens.get(id).getBytes(StandardCharsets.UTF_8);
      bytes.putFloat(-id).putInt(text.length).put(text);
    }
    return Files.write(file, Arrays.copyOf(bytes.array(), bytes.position()));
  }
}
