package org.vitrail.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files made to break a reader end in one sentence. */
class HostileGgufTest {
  private static final int TEXT = 8;
  private static final int ARRAY = 9;

  @TempDir Path folder;

  private final ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

  private HostileGgufTest start(int version, long tensors, long values) {
    bytes.clear().put("GGUF".getBytes(StandardCharsets.UTF_8)).putInt(version).putLong(tensors).putLong(values);
    return this;
  }

  private HostileGgufTest text(String text) {
    bytes.putLong(text.length()).put(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private HostileGgufTest u32(int... values) {
    for (int value : values) bytes.putInt(value);
    return this;
  }

  private HostileGgufTest u64(long... values) {
    for (long value : values) bytes.putLong(value);
    return this;
  }

  private HostileGgufTest tensor(String name, int type, long offset, long... dims) {
    return text(name).u32(dims.length).u64(dims).u32(type).u64(offset);
  }

  /** The file ends {@code more} bytes after what was put. */
  private void refused(int more, String problem) throws IOException {
    var file = folder.resolve("bad.gguf");
    Files.write(file, Arrays.copyOf(bytes.array(), bytes.position() + more));
    var message = assertThrows(FormatException.class, () -> Gguf.open(file)).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(problem), message);
    assertFalse(message.contains("\n"), message);
    assertTrue(message.length() < 500, message);
  }

  @Test void refusesTheStart() throws IOException {
    bytes.clear();
    refused(0, "expected the letters GGUF");
    bytes.putInt(0x46554748);
    refused(100, "expected the letters GGUF");
    start(3 << 24, 0, 0).refused(0, "is big-endian, and only little-endian files are read: turn it with");
    start(1, 0, 0).refused(0, "expected version 2 or 3, found 1");
    start(3, 1L << 40, 0).refused(8, "number of tensors: is said to be 1099511627776, more than");
    start(3, -1, 0).refused(8, "is said to be 18446744073709551615");
    start(3, 0, 1L << 40).refused(8, "number of metadata: is said to be 1099511627776, more than");
  }

  @Test void refusesMetadata() throws IOException {
    start(3, 0, 1).u64(-1).refused(40, "metadata 0: the file ends within it");
    start(3, 0, 1).u64(1L << 62).refused(40, "metadata 0: the file ends within it");
    start(3, 0, 1).text("k").u32(13).refused(40, "metadata 'k': is of type 13, which is not known");
    start(3, 0, 1).text("k").u32(TEXT).u64(41).refused(40, "metadata 'k': the file ends within it");
    start(3, 0, 1).text("k").u32(ARRAY, 0).u64(Long.MAX_VALUE).refused(40, "is said to have 9223372036854775807");
    start(3, 0, 1).text("k").u32(ARRAY, TEXT).u64(6).refused(40, "is said to have 6 elements, more than");
    start(3, 0, 1).text("k").u32(ARRAY, TEXT).u64(5, 1).refused(32, "metadata 'k': the file ends within it");
    start(3, 0, 2).text("k").u32(0).refused(18, "metadata 1: the file ends within it");
    start(3, 0, 2).text("k").u32(4, 1).text("k").u32(4, 1).refused(0, "metadata 'k': occurs twice");
    start(3, 0, 1).text("general.alignment").u32(4, 48).refused(0, "'general.alignment': expected a power of two");
    start(3, 0, 1).text("general.alignment").u32(4, 0).refused(0, "'general.alignment': expected a power of two");
    start(3, 0, 1).u64(1);
    bytes.put((byte) 0xff);
    u32(4, 1).refused(0, "metadata 0: its name is not UTF-8");
  }

  @Test void refusesDeepNests() throws IOException {
    start(3, 0, 1).text("k").u32(ARRAY);
    for (int depth = 0; depth < 30; depth++) u32(ARRAY).u64(1);
    u32(0).u64(1).refused(20, "metadata 'k': arrays are nested more than 8 deep");
    start(3, 0, 1).text("k").u32(ARRAY, ARRAY).u64(2).u32(0).u64(1);
    bytes.put((byte) 7);
    u32(TEXT).u64(1).text("x");
    var file = Files.write(folder.resolve("nested.gguf"), Arrays.copyOf(bytes.array(), bytes.position()));
    try (var opened = Gguf.open(file)) {
      assertEquals(List.of(List.of(7L), List.of("x")), opened.metadata().get("k"));
    }
  }

  @Test void refusesTensors() throws IOException {
    start(3, 1, 0).tensor("a", 0, 0, 1L << 32, 1).refused(0, "tensor 'a': its shape has more than 2147483647 elements");
    start(3, 1, 0).tensor("a", 0, 0, 65536, 65536).refused(0, "its shape has more than 2147483647 elements");
    start(3, 1, 0).tensor("a", 0, 0, 1, 1, 1, 1, 1).refused(0, "tensor 'a': expected at most 4 axes, found 5");
    start(3, 1, 0).text("a").u32(-1).refused(64, "tensor 'a': expected at most 4 axes, found 4294967295");
    start(3, 1, 0).tensor("a", 99, 0, 1).refused(0, "tensor 'a': is of type 99, which is not known");
    start(3, 1, 0).tensor("a", 8, 0, 33).refused(64, "rows of 33 elements are no whole blocks of 32, as of Q8_0");
    start(3, 1, 0).tensor("a", 0, 4, 1).refused(64, "its data begins at 4, no multiple of 32");
    start(3, 1, 0).tensor("a", 0, -32, 1).refused(64, "its data begins at 18446744073709551584");
    start(3, 1, 0).tensor("a", 0, 64, 1).refused(40, "tensor 'a': its data takes 4 bytes from byte ");
    start(3, 1, 0).tensor("a", 0, 0, 17).refused(72, "its data takes 68 bytes from byte 64, but the file has 129");
    start(3, 1, 0).tensor("a", 0, Long.MAX_VALUE - 31, 1).refused(64, "tensor 'a'");
    start(3, 2, 0).tensor("a", 0, 0, 1).tensor("a", 0, 32, 1).refused(128, "tensor 'a': occurs twice");
    start(3, 2, 0).tensor("a", 0, 0, 9).tensor("b", 0, 32, 1).refused(128, "'b': its data overlaps that of another");
  }

  @ParameterizedTest @CsvSource({"19, IQ1_S", "40, NVFP4"})
  void listsWhatItCannotDecode(int type, String name) throws IOException {
    start(3, 1, 0).tensor("a", type, 0, 256);
    var file = Files.write(folder.resolve("other.gguf"), Arrays.copyOf(bytes.array(), 512));
    try (var opened = Gguf.open(file)) {
      assertEquals(name, opened.type("a").name());
      var message = assertThrows(FormatException.class, () -> opened.matrix("a")).getMessage();
      assertTrue(message.endsWith("tensor 'a': is stored as " + name
          + ", which is not among the formats of weights that are read"), message);
      assertEquals(message, assertThrows(FormatException.class, () -> opened.tensor("a")).getMessage());
    }
  }

  /** A file with holes promises more than any heap has; nothing is allocated for it. */
  @Test void refusesToFillTheHeap() throws IOException {
    long hole = 64L << 30;
    var problems = List.of("metadata 'k': takes 137", "metadata 'k': takes more than 2147483647", "header: takes ");
    start(3, 0, 1).text("k").u32(TEXT).u64(hole);
    for (var problem : problems) {
      var file = Files.write(folder.resolve("holes.gguf"), Arrays.copyOf(bytes.array(), bytes.position()));
      try (var holes = new RandomAccessFile(file.toFile(), "rw")) {
        holes.setLength(hole + 100);
      }
      var message = assertThrows(FormatException.class, () -> Gguf.open(file)).getMessage();
      assertTrue(message.contains(problem), message);
      if (problem.contains("137")) start(3, 0, 1).text("k").u32(ARRAY, 0).u64(hole);
      else start(3, 1 << 30, 0);
    }
  }
}
