package org.vitrail.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to break a reader end in one sentence. */
class HostileSafetensorsTest {
  private static final String HALF = "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]}";

  @TempDir Path folder;

  private void refuses(byte[] content, String problem) throws IOException {
    var file = Files.write(folder.resolve("bad.safetensors"), content);
    var message = assertThrows(FormatException.class, () -> Safetensors.open(file)).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(problem), message);
    assertFalse(message.contains("\n"), message);
    assertTrue(message.length() < 500, message);
  }

  private void refuses(String header, int data, String problem) throws IOException {
    refuses(Bytes.safetensors(header.replace('\'', '"'), new int[data]), problem);
  }

  @ParameterizedTest @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
      "`` | expected 8 bytes with its length, the file has 0",
      "01020304050607 | expected 8 bytes with its length, the file has 7",
      "0000000000000000 | expected '{'",
      "0300000000000000 7b7d | its length is said to be 3 bytes, the file has 2",
      "ffffffffffffffff 7b7d | its length is said to be 18446744073709551615 bytes",
      "ffffffffffffff7f 7b7d | its length is said to be 9223372036854775807 bytes",
      "0300000000000000 207b7d | expected '{'",
      "0300000000000000 5b5d20 | expected '{'",
      "0800000000000000 7b2261223a31207d | tensor 'a': expected an object, found '1'",
      "0800000000000000 7b22ff223a31207d | JSON, byte 2: expected UTF-8",
      "0800000000000000 7b00220061002200 | JSON",
      "0500000000000000 7b7d7b7d20 | expected the end after the first value",
  })
  void refusesTheBytes(String hex, String problem) throws IOException {
    refuses(HexFormat.of().parseHex(hex.replace(" ", "")), problem);
  }

  @ParameterizedTest @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
      "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,3]}} | 3 | its data spans bytes 0 to 3, but U8 (2) takes 2",
      "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]}} | 3 | the tensors take 2 bytes, but 3 follow the header",
      "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]}} | 1 | its data ends at 2, but 1 follow",
      "{'a':{'dtype':'U8','shape':[2],'data_offsets':[2,0]}} | 2 | expected its data at byte 0, found it at 2",
      "{'a':{'dtype':'U8','shape':[2],'data_offsets':[-1,1]}} | 2 | list of integers from 0",
      "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0.0,2]}} | 2 | list of integers from 0",
      "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0]}} | 2 | expected data_offsets of 2 numbers, found 1",
      "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,99999999999999999999]}} | 2 | list of integers",
      "{'a':{'dtype':'U8','shape':[-2],'data_offsets':[0,2]}} | 2 | list of integers from 0, found a list",
      "{'a':{'dtype':'U8','shape':'2','data_offsets':[0,2]}} | 2 | list of integers from 0, found '2'",
      "{'a':{'dtype':'U8','data_offsets':[0,2]}} | 2 | expected shape as a list of integers from 0, found nothing",
      "{'a':{'dtype':'Q4','shape':[2],'data_offsets':[0,2]}} | 2 | expected dtype out of [BOOL, U8,",
      "{'a':{'shape':[2],'data_offsets':[0,2]}} | 2 | not nothing",
      "{'a':{'dtype':'U8','shape':[2147483648],'data_offsets':[0,2]}} | 2 | more than 2147483647 elements",
      "{'a':{'dtype':'U8','shape':[4294967296,4294967296],'data_offsets':[0,0]}} | 0 | more than 2147483647 elements",
      "{'a':{'dtype':'U8','shape':[65536,65536],'data_offsets':[0,0]}} | 0 | more than 2147483647 elements",
      "{'__metadata__':{'k':1}} | 0 | __metadata__: expected text at 'k', not '1'",
      "{'__metadata__':[]} | 0 | __metadata__: expected an object, found a list",
  })
  void refusesTheHeader(String header, int data, String problem) throws IOException {
    refuses(header, data, problem);
  }

  @Test void refusesWhatMeetsASecondTensor() throws IOException {
    var misplaced = "tensor 'b': expected its data at byte 2";
    refuses(HALF + ",'b':{'dtype':'U8','shape':[2],'data_offsets':[1,3]}}", 3, misplaced);
    refuses(HALF + ",'b':{'dtype':'U8','shape':[2],'data_offsets':[3,5]}}", 5, misplaced);
    refuses(HALF + ",'b':{'dtype':'U8','shape':[2],'data_offsets':[0,2]}}", 2, misplaced);
    refuses(HALF + ",'a':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}}", 4, "the key 'a' occurs twice");
    refuses("{'a':{'dtype':'U8','dtype':'I8','shape':[2],'data_offsets':[0,2]}}", 2, "the key 'dtype' occurs twice");
    refuses(HALF + "}}", 2, "JSON");
    refuses(HALF, 2, "JSON");
    refuses(HALF + ",'\\ud800':0}", 2, "half of a surrogate pair");
    refuses("{'a':" + "[".repeat(100_000), 0, "nesting depth");
    refuses("{'a':" + "9".repeat(100_000), 0, "JSON");
    refuses("{'" + "a".repeat(100_000) + "':1}", 0, "JSON");
    refuses("{'a\\n'" + ":1}", 0, "tensor 'a?'");
  }

  private Path index(String weightMap) throws IOException {
    var text = ("{'weight_map':" + weightMap + "}").replace('\'', '"');
    return Files.writeString(folder.resolve("model.safetensors.index.json"), text);
  }

  /** Only names that are no names of files beside the index are a way out of the folder. */
  @ParameterizedTest
  @ValueSource(strings = {"../x.safetensors", "/x.safetensors", "a/x.safetensors", "", "x.bin", "a\\u0000.safetensors"})
  void refusesPartsElsewhere(String part) throws IOException {
    var index = index("{'a':'" + part + "'}");
    var message = assertThrows(FormatException.class, () -> Safetensors.open(index)).getMessage();
    assertTrue(message.contains("weight_map: 'a': expected the name of a .safetensors file beside the index"), message);
    assertEquals(message, assertThrows(FormatException.class, () -> Safetensors.open(folder)).getMessage());
  }

  @Test void missesPartsAndTensors() throws IOException {
    var index = index("{'b':'x.safetensors'}");
    assertThrows(NoSuchFileException.class, () -> Safetensors.open(index));
    Files.write(folder.resolve("x.safetensors"), Bytes.safetensors((HALF + "}").replace('\'', '"'), 1, 2));
    var message = assertThrows(FormatException.class, () -> Safetensors.open(index)).getMessage();
    assertTrue(message.contains("weight_map: 'b': x.safetensors holds no tensor of this name"), message);
    index("[]");
    assertThrows(FormatException.class, () -> Safetensors.open(index));
  }

  /** A file with holes promises more than any heap has; nothing is allocated for it. */
  @Test void refusesToFillTheHeap() throws IOException {
    var file = folder.resolve("holes.safetensors");
    var header = "{'a':{'dtype':'U8','shape':[2147483647],'data_offsets':[0,2147483647]}}".replace('\'', '"');
    Files.write(file, Bytes.safetensors(header));
    try (var holes = new RandomAccessFile(file.toFile(), "rw")) {
      holes.setLength(8 + header.length() + 2147483647L);
    }
    try (var opened = Safetensors.open(file)) {
      assertEquals(Integer.MAX_VALUE, opened.shape("a").size());
      if (Runtime.getRuntime().maxMemory() < 16L << 30) {
        var message = assertThrows(FormatException.class, () -> opened.tensor("a")).getMessage();
        assertTrue(message.contains("tensor 'a': takes 8589934588 bytes of memory"), message);
      }
    }
  }

  @Test void saysThatTheFileShrank() throws IOException {
    var file = folder.resolve("shrinking.safetensors");
    var header = "{'a':{'dtype':'U8','shape':[1000000],'data_offsets':[0,1000000]}}".replace('\'', '"');
    Files.write(file, Bytes.safetensors(header, new int[1_000_000]));
    try (var opened = Safetensors.open(file)) {
      try (var cut = new RandomAccessFile(file.toFile(), "rw")) {
        cut.setLength(100);
      } catch (IOException heldByTheMapping) {
        return;
      }
      var message = assertThrows(FormatException.class, () -> opened.tensor("a")).getMessage();
      assertTrue(message.endsWith("tensor 'a': the file became shorter while it was read"), message);
    }
  }
}
