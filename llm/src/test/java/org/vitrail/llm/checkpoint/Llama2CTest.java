package org.vitrail.llm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrail.llm.checkpoint.Llama2CFiles.LAYER;
import static org.vitrail.llm.checkpoint.Llama2CFiles.ROTATIONS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.io.FormatException;

class Llama2CTest {
  @TempDir Path folder;

  /** A file whose floats count up from 0. */
  private Path file(boolean version1, boolean tied) throws IOException {
    return Llama2CFiles.model(folder.resolve("model.bin"), version1, tied, i -> i);
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

  /** A damaged file opens and gives its tensors, or ends in a {@link FormatException}; nothing else happens. */
  @Test void randomDamageEndsInASentence() throws IOException {
    var random = new Random(7);
    int opened = 0;
    for (int i = 0; i < 2000; i++) {
      var bytes = Files.readAllBytes(file(random.nextBoolean(), random.nextBoolean()));
      for (int n = 1 + random.nextInt(3); n > 0; n--) bytes[random.nextInt(44)] = (byte) interesting(random);
      if (random.nextInt(4) == 0) bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 40));
      var file = Files.write(folder.resolve("bad.bin"), bytes);
      try (var damaged = Llama2C.open(file)) {
        for (var name : damaged.names()) damaged.tensor(name);
        damaged.config();
        opened++;
      } catch (FormatException e) {
        assertTrue(e.getMessage().startsWith(file + ": ") && e.getMessage().length() < 300, e.getMessage());
      }
    }
    assertTrue(opened > 50 && opened < 1900, opened + " files opened");
  }

  private static int interesting(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 1 << random.nextInt(8);
      case 1 -> 0;
      case 2 -> 0xFF;
      default -> random.nextInt(256);
    };
  }
}
