package org.vitrail.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.kernels.weights.Format;
import org.vitrail.tensor.Shape;

class GgufTest {
  @TempDir Path folder;

  /** A small file with a value of every kind that is written. */
  static GgufWriter sample() {
    return new GgufWriter().put("general.architecture", GgufValue.text("llama"))
        .put("llama.block_count", GgufValue.u32(0xffff_fff0L)).put("llama.eps", GgufValue.f32(1e-5))
        .put("truth", GgufValue.bool(true)).put("tokens", GgufValue.texts(List.of("", "▁a", "<0x0A>")))
        .put("scores", GgufValue.f32s(0, -1.5f)).put("types", GgufValue.i32s(1, -2, 3))
        .add("a.weight", Shape.of(3, 32), Format.Q8_0, (i, row) -> {
          for (int j = 0; j < 32; j++) row[j] = (i + 1) * (j - 16);
        })
        .add("norm.weight", Shape.of(5), Format.F32, (i, row) -> Arrays.fill(row, 7))
        .add("experts", Shape.of(2, 2, 3), Format.F16, (i, row) -> row[0] = i);
  }

  private Path written() throws IOException {
    var file = folder.resolve("a.gguf");
    var steps = new ArrayList<Long>();
    var writer = sample();
    writer.write(file, steps::add);
    assertEquals(writer.dataBytes(), steps.stream().mapToLong(Long::longValue).sum());
    return file;
  }

  @Test void readsWhatItWrites() throws IOException {
    try (var file = Gguf.open(written())) {
      var metadata = file.metadata();
      assertEquals("[general.architecture, llama.block_count, llama.eps, truth, tokens, scores, types]",
          metadata.keySet().toString());
      assertEquals("llama", metadata.get("general.architecture"));
      assertEquals(0xffff_fff0L, metadata.get("llama.block_count"));
      assertEquals(1e-5f, metadata.get("llama.eps"));
      assertEquals(true, metadata.get("truth"));
      assertEquals(List.of("", "▁a", "<0x0A>"), metadata.get("tokens"));
      assertEquals(List.of(0f, -1.5f), metadata.get("scores"));
      assertEquals(List.of(1L, -2L, 3L), metadata.get("types"));
      assertArrayEquals("▁a".getBytes(StandardCharsets.UTF_8), ((GgufArray) metadata.get("tokens")).bytes(1));
      assertEquals(List.of("a.weight", "norm.weight", "experts"), List.copyOf(file.names()));
      assertEquals(GgufType.Q8_0, file.type("a.weight"));
      assertEquals(Shape.of(3, 32), file.shape("a.weight"));
      assertEquals(-48, file.tensor("a.weight").get(2, 0), 0.02);
      assertArrayEquals(new float[] {7, 7, 7, 7, 7}, file.tensor("norm.weight").toFloats());
      assertArrayEquals(new float[] {0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0}, file.tensor("experts").toFloats());
    }
  }

  @Test void handsOutWeightsInPlace() throws IOException {
    var file = Gguf.open(written());
    var matrix = file.matrix("a.weight");
    assertEquals(3, matrix.rows());
    assertEquals(34, matrix.rowBytes());
    assertTrue(matrix.memory().isNative());
    assertEquals(-127, matrix.memory().get(ValueLayout.JAVA_BYTE, 2));
    assertEquals(4, file.matrix("experts").rows());
    assertEquals(1, file.matrix("norm.weight").rows());
    file.close();
    assertThrows(IllegalStateException.class, () -> matrix.memory().get(ValueLayout.JAVA_BYTE, 2));
  }

  /** Copying all values and tensors gives the same bytes. */
  @Test void copiesToTheByte() throws IOException {
    var original = written();
    var copy = folder.resolve("copy.gguf");
    try (var file = Gguf.open(original)) {
      var writer = new GgufWriter();
      file.values().forEach(writer::put);
      for (var name : file.names()) writer.add(name, file.shape(name), file.matrix(name));
      writer.write(copy, step -> {});
    }
    assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(copy));
  }

  @Test void refusesToWriteWhatAFormatCannotHold() throws IOException {
    var file = folder.resolve("b.gguf");
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 70_000}) {
      var writer = new GgufWriter().add("w", Shape.of(32), Format.Q8_0, (i, row) -> row[9] = bad);
      var message = assertThrows(IllegalArgumentException.class, () -> writer.write(file, step -> {})).getMessage();
      assertEquals("w holds " + bad + ", which Q8_0 cannot: store it as F32", message);
    }
    assertFalse(Files.exists(file));
    assertThrows(IllegalArgumentException.class, () -> new GgufWriter().add("w", Shape.of(2, 16), Format.Q4_0, null));
  }
}
