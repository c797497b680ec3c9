package org.vitrail.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrail.tensor.io.SafetensorsTest.resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.tensor.Tensor;

class NpyTest {
  @TempDir Path folder;

  private static Map<String, Object> expected() throws IOException {
    return Json.readObject(resource("npy.json"));
  }

  private static void check(String name, Object expected, Tensor array) {
    var description = (Map<?, ?>) expected;
    var sizes = ((List<?>) description.get("shape")).stream().mapToInt(n -> ((Number) n).intValue()).toArray();
    assertArrayEquals(sizes, array.shape().sizes(), name);
    var values = new ArrayList<Double>();
    flatten(description.get("values"), values);
    assertArrayEquals(values.stream().mapToDouble(v -> v).toArray(), array.toDoubles(), name);
  }

  private static void flatten(Object value, List<Double> into) {
    switch (value) {
      case List<?> list -> list.forEach(each -> flatten(each, into));
      case Boolean b -> into.add(b ? 1.0 : 0.0);
      default -> into.add(((Number) value).doubleValue());
    }
  }

  @Test void readsEveryTypeAndOrder() throws IOException {
    var expected = expected();
    assertEquals(19, expected.size());
    for (var array : expected.entrySet()) {
      check(array.getKey(), array.getValue(), Npy.read(resource("npy/" + array.getKey() + ".npy")));
    }
  }

  @ParameterizedTest @ValueSource(strings = {"arrays.npz", "arrays_compressed.npz"})
  void readsArchives(String name) throws IOException {
    var expected = expected();
    try (var archive = Npz.open(resource(name))) {
      assertEquals(expected.keySet(), archive.names());
      for (var array : expected.entrySet()) check(array.getKey(), array.getValue(), archive.tensor(array.getKey()));
    }
  }

  @ParameterizedTest @ValueSource(strings = {"le_f4", "le_f8", "le_i4", "scalar", "empty", "long"})
  void writesAsNumPy(String name) throws IOException {
    var original = resource("npy/" + name + ".npy");
    var copy = folder.resolve("copy.npy");
    Npy.write(copy, Npy.read(original));
    assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(copy));
  }

  @Test void archivesWhatItReads() throws IOException {
    var arrays = new LinkedHashMap<String, Tensor>();
    arrays.put("x", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t());
    arrays.put("folder/y", Tensor.of(new int[] {4}, 1));
    var file = folder.resolve("new.npz");
    Npz.write(file, arrays);
    try (var read = Npz.open(file)) {
      assertEquals(arrays.keySet(), read.names());
      for (var name : read.names()) {
        assertEquals(arrays.get(name).shape(), read.tensor(name).shape());
        assertArrayEquals(arrays.get(name).toDoubles(), read.tensor(name).toDoubles());
      }
    }
    var before = Files.readAllBytes(file);
    Npz.write(file, arrays);
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  private Path npy(String header, int... data) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    bytes.writeBytes("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(header.length());
    bytes.write(header.length() >> 8);
    bytes.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    for (int b : data) bytes.write(b);
    return Files.write(folder.resolve("hand.npy"), bytes.toByteArray());
  }

  @Test void readsHeadersThatOthersWrite() throws IOException {
    assertEquals(258, Npy.read(npy("{\"shape\":(1L,) , 'descr':'>i2','fortran_order':True}", 1, 2)).item());
    assertEquals(-1, Npy.read(npy(" {'descr': '|i1','fortran_order': False,'shape': (), }\n", 255)).item());
  }

  @ParameterizedTest @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}; data: F32 (3) takes 12 bytes, but 4 follow",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (0,)}; data: F32 (0) takes 0 bytes, but 4 follow",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536)}; more than 2147483647 elements",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}; expected a size from 0",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}; expected a size from 0",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1)}; expected ','",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x; expected nothing after",
      "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}; expected True or False",
      "{'descr': '<f4', 'fortran_order': False}; expected all of",
      "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}; occurs twice",
      "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}; type '|O' is not read",
      "{'descr': '|f4', 'fortran_order': False, 'shape': (1,)}; type '|f4' is not read",
      "{'descr': '<f1', 'fortran_order': False, 'shape': (4,)}; type '<f1' is not read",
      "{'descr': '', 'fortran_order': False, 'shape': (1,)}; type '' is not read",
      "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,)}; structured types",
      "{'descr': '<f4; a string does not end",
      "[]; expected '{'",
  })
  void refusesBadHeaders(String header, String problem) throws IOException {
    var file = npy(header, 0, 0, 128, 63);
    var message = assertThrows(FormatException.class, () -> Npy.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(problem), message);
  }

  @Test void refusesWhatHidesBehindAZero() throws IOException {
    var file = npy("{'descr': '|i1', 'fortran_order': False, 'shape': ()}\0", 1);
    var message = assertThrows(FormatException.class, () -> Npy.read(file)).getMessage();
    assertTrue(message.endsWith("header, character 53: expected nothing after '}'"), message);
  }

  @Test void refusesABooleanThatIsNeither() throws IOException {
    var file = npy("{'descr': '|b1', 'fortran_order': False, 'shape': (2,)}", 1, 2);
    var message = assertThrows(FormatException.class, () -> Npy.read(file)).getMessage();
    assertTrue(message.endsWith("data: element 1 is 2, not 0 or 1"), message);
  }
}
