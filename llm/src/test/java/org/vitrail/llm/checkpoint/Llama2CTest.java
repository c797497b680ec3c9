package org.vitrail.llm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.io.FormatException;

class Llama2CTest {
  /** Width 8, hidden 12, 2 layers, 4 heads of which 2 for keys, 5 tokens, context 6. */
  private static final int[] NUMBERS = {8, 12, 2, 4, 2, 5, 6};
  private static final int LAYER = 8 * 8 * 2 + 4 * 8 * 2 + 3 * 8 * 12 + 16;
  private static final int ROTATIONS = 6 * 2;

  @TempDir Path folder;

  /** A file whose floats count up from 0. */
  private Path file(boolean version1, boolean tied) throws IOException {
    int floats = 5 * 8 + 2 * LAYER + 8 + (version1 ? 0 : ROTATIONS) + (tied ? 0 : 40);
    int header = version1 ? 256 : 28;
    var bytes = ByteBuffer.allocate(header + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
    if (version1) bytes.putInt(0x616b3432).putInt(1);
    for (int i = 0; i < 7; i++) bytes.putInt(i == 5 && !version1 && !tied ? -NUMBERS[i] : NUMBERS[i]);
    if (version1) bytes.put((byte) (tied ? 1 : 0));
    bytes.position(header);
    for (int i = 0; i < floats; i++) bytes.putFloat(i);
    return Files.write(folder.resolve("model.bin"), bytes.array());
  }

  private static float first(Llama2C file, String name) {
    return file.tensor(name).toFloats()[0];
  }

  @ParameterizedTest @ValueSource(booleans = {true, false})
  void readsVersion0(boolean tied) throws IOException {
    try (var file = Llama2C.open(file(false, tied))) {
      assertEquals(0, first(file, "model.embed_tokens.weight"));
      assertEquals(40, first(file, "model.layers.0.input_layernorm.weight"));
      assertEquals(40 + 16, first(file, "model.layers.0.self_attn.q_proj.weight"));
      assertEquals(40 + 16 + 64, first(file, "model.layers.1.self_attn.q_proj.weight"));
      assertEquals(40 + 16 + 128, first(file, "model.layers.0.self_attn.k_proj.weight"));
      assertEquals(Shape.of(4, 8), file.shape("model.layers.1.self_attn.v_proj.weight"));
      assertEquals(40 + 16 + 128 + 128 + 128, first(file, "model.layers.0.post_attention_layernorm.weight"));
      assertEquals(40 + 16 + 384 + 16, first(file, "model.layers.0.mlp.gate_proj.weight"));
      assertEquals(Shape.of(8, 12), file.shape("model.layers.0.mlp.down_proj.weight"));
      assertEquals(40 + 2 * LAYER, first(file, "model.norm.weight"));
      assertEquals(!tied, file.contains("lm_head.weight"));
      if (!tied) assertEquals(48 + 2 * LAYER + ROTATIONS, first(file, "lm_head.weight"));
      var config = file.config();
      assertEquals(tied, config.tied());
      assertEquals(5, config.vocabulary());
      assertEquals(2, config.heads().dim());
      assertEquals(2, config.heads().keyValues());
      assertTrue(config.layers().getFirst().rope().interleaved());
      assertEquals(12, file.matrix("model.layers.1.mlp.gate_proj.weight").rows());
    }
  }

  @Test void readsVersion1() throws IOException {
    try (var file = Llama2C.open(file(true, false))) {
      assertEquals(0, first(file, "model.layers.0.input_layernorm.weight"));
      assertEquals(16, first(file, "model.layers.0.post_attention_layernorm.weight"));
      assertEquals(32, first(file, "model.norm.weight"));
      assertEquals(40, first(file, "model.embed_tokens.weight"));
      assertEquals(80, first(file, "model.layers.0.self_attn.q_proj.weight"));
      assertEquals(48 + 2 * LAYER, first(file, "lm_head.weight"));
      assertFalse(file.config().tied());
    }
  }

  @ParameterizedTest @CsvSource(delimiter = '|', value = {
      "0 | 7 | its first integers are not those of a llama2.c model",
      "0 | -8 | its first integers are not those", "0 | 2147483647 | its first integers are not those",
      "12 | 3 | its first integers are not those", "16 | 0 | its first integers are not those",
      "8 | 2147483647 | its first integers are not those", "20 | -2147483648 | its first integers are not those",
      "4 | 2147483647 | a llama2.c model of its numbers takes 412316862156",
      "20 | 2147483647 | a llama2.c model of its numbers takes 68719", "24 | 7 | bytes, the file has"})
  void refusesNumbersThatDoNotFit(int at, int value, String problem) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file(false, true))).order(ByteOrder.LITTLE_ENDIAN);
    refuses(bytes.putInt(at, value).array(), problem);
  }

  @Test void refusesOtherVersionsAndLengths() throws IOException {
    var bytes = Files.readAllBytes(file(true, true));
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 2);
    refuses(bytes, "is of version 2 of llama2.c, and 0 and 1 are read: export it with --version 0");
    bytes = Files.readAllBytes(file(true, true));
    refuses(Arrays.copyOf(bytes, 100), "expected a header of 256 bytes");
    refuses(Arrays.copyOf(bytes, 20), "expected seven integers");
    refuses(Arrays.copyOf(bytes, bytes.length - 4), "bytes, the file has");
    refuses(Arrays.copyOf(bytes, bytes.length + 4), "bytes, the file has");
  }

  private void refuses(byte[] bytes, String problem) throws IOException {
    var file = Files.write(folder.resolve("bad.bin"), bytes);
    var message = assertThrows(FormatException.class, () -> Llama2C.open(file)).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(problem), message);
  }
}
