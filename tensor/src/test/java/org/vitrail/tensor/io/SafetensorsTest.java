package org.vitrail.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

class SafetensorsTest {
  @TempDir Path folder;

  static Path resource(String name) {
    try {
      return Path.of(SafetensorsTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test void widensEveryType() throws IOException {
    try (var stored = Safetensors.open(resource("dtypes.safetensors"));
        var widened = Safetensors.open(resource("dtypes_as_double.safetensors"))) {
      assertEquals(15, stored.names().size());
      assertEquals(new java.util.TreeSet<>(widened.names()), new java.util.TreeSet<>(stored.names()));
      for (var name : stored.names()) {
        assertEquals(widened.shape(name), stored.shape(name), name);
        assertArrayEquals(widened.tensor(name).toDoubles(), stored.tensor(name).toDoubles(), name);
        assertArrayEquals(widened.tensor(name).toDoubles(), stored.tensor(name, DType.F64).toDoubles(), name);
      }
      assertEquals(Encoding.F8_E4M3, stored.encoding("float8_e4m3fn"));
      assertEquals(Map.of("note", "한글 metadata", "format", "pt"), stored.metadata());
      assertThrows(FormatException.class, () -> stored.tensor("half", DType.I32));
    }
  }

  @Test void readsParts() throws IOException {
    try (var parts = Safetensors.open(resource("sharded/model.safetensors.index.json"));
        var first = Safetensors.open(resource("sharded/model-00001-of-00002.safetensors"));
        var second = Safetensors.open(resource("sharded/model-00002-of-00002.safetensors"))) {
      assertEquals(first.names().size() + second.names().size(), parts.names().size());
      for (var name : parts.names()) {
        var part = first.contains(name) ? first : second;
        assertArrayEquals(part.tensor(name).toFloats(), parts.tensor(name).toFloats(), name);
      }
    }
  }

  @Test void writesWhatItReads() throws IOException {
    var tensors = Map.of(
        "real", Tensor.of(new float[] {1, -2, Float.NaN, 4, 5, Float.NEGATIVE_INFINITY}, 2, 3),
        "turned", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t(),
        "check", Tensor.of(new double[] {Math.PI}),
        "index", Tensor.of(new int[] {7, Integer.MIN_VALUE}, 2),
        "empty", Tensor.zeros(0, 3));
    var file = folder.resolve("new.safetensors");
    Safetensors.write(file, tensors, Map.of("format", "pt"));
    try (var read = Safetensors.open(file)) {
      assertEquals(tensors.keySet(), read.names());
      tensors.forEach((name, tensor) -> {
        assertEquals(tensor.dtype(), read.tensor(name).dtype());
        assertEquals(tensor.shape(), read.tensor(name).shape());
        assertArrayEquals(tensor.toDoubles(), read.tensor(name).toDoubles());
      });
      assertEquals(Map.of("format", "pt"), read.metadata());
    }
  }

  /** The file was written by the reference; reading it and writing it again gives the same bytes. */
  @Test void writesAsTheReference() throws IOException {
    var original = resource("dtypes_as_double.safetensors");
    var tensors = new TreeMap<String, Tensor>();
    try (var file = Safetensors.open(original)) {
      for (var name : file.names()) tensors.put(name, file.tensor(name));
    }
    var copy = folder.resolve("copy.safetensors");
    Safetensors.write(copy, tensors, Map.of());
    assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(copy));
  }

  @Test void roundsOnRequest() throws IOException {
    var file = folder.resolve("half.safetensors");
    var infinity = Float.POSITIVE_INFINITY;
    var values = Tensor.of(new float[] {1 / 3f, 65504, Float.NaN, infinity, 1e-7f, 1.00390625f, 1.01171875f}, 7);
    Safetensors.write(file, Map.of("x", values), Map.of(), DType.F16);
    try (var read = Safetensors.open(file)) {
      assertEquals(Encoding.F16, read.encoding("x"));
      assertArrayEquals(
          new float[] {0.33325195f, 65504, Float.NaN, infinity, 1.1920929e-7f, 1.00390625f, 1.01171875f},
          read.tensor("x").toFloats());
    }
    Safetensors.write(file, Map.of("x", values), Map.of(), DType.BF16);
    try (var read = Safetensors.open(file)) {
      assertArrayEquals(new float[] {0.33398438f, 65536, Float.NaN, infinity, 1.00117177e-7f, 1, 1.015625f},
          read.tensor("x").toFloats());
    }
    var before = Files.readAllBytes(file);
    assertThrows(IllegalArgumentException.class,
        () -> Safetensors.write(file, Map.of("big", Tensor.scalar(7e4)), Map.of(), DType.F16));
    assertArrayEquals(before, Files.readAllBytes(file));
    try (var left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  @Test void anIntegerThatDoesNotFitIsAnError() throws IOException {
    var file = folder.resolve("wide.safetensors");
    var header = "{'n':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}}".replace('\'', '"');
    Files.write(file, Bytes.safetensors(header, 0, 0, 0, 0, 1, 0, 0, 0));
    try (var read = Safetensors.open(file)) {
      assertEquals(0x1p32, read.tensor("n", DType.F64).item());
      assertEquals(Shape.of(1), read.shape("n"));
      assertEquals(file + ": tensor 'n': element 0 is 4294967296, which does not fit 32 bits",
          assertThrows(FormatException.class, () -> read.tensor("n")).getMessage());
    }
  }
}
