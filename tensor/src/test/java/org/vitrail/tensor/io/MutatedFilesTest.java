package org.vitrail.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrail.tensor.io.SafetensorsTest.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.vitrail.tensor.Tensor;

/** Valid files with random damage: they read, or they end in a {@link FormatException}; nothing else happens. */
class MutatedFilesTest {
  private static Path file;

  @BeforeContainer static void create() throws IOException {
    file = Files.createTempFile("mutated", ".bin");
  }

  @AfterContainer static void delete() throws IOException {
    Files.delete(file);
  }

  /** One to four of: a byte changed, a piece cut out, doubled or moved, a number exchanged, the end cut off. */
  private static byte[] mutate(byte[] original, Random random, int within) {
    var bytes = original.clone();
    for (int n = 1 + random.nextInt(4); n > 0 && bytes.length > 1; n--) {
      int at = random.nextInt(Math.min(within, bytes.length));
      int length = Math.min(1 + random.nextInt(16), bytes.length - at);
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) "{}[],:\"0123456789-eE .'()TFL\0".charAt(random.nextInt(29));
        case 3 -> bytes = splice(bytes, at, at + length, new byte[0]);
        case 4 -> bytes = splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
        case 5 -> bytes = Arrays.copyOf(bytes, at + 1);
        default -> System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
      }
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] piece) {
    var spliced = Arrays.copyOf(bytes, bytes.length - (to - from) + piece.length);
    System.arraycopy(piece, 0, spliced, from, piece.length);
    System.arraycopy(bytes, to, spliced, from + piece.length, bytes.length - to);
    return spliced;
  }

  private static void readAll(TensorFile opened) {
    for (var name : opened.names()) {
      try {
        assertEquals(opened.shape(name), opened.tensor(name).shape());
      } catch (FormatException damaged) {
        assertNamed(damaged);
      }
    }
  }

  @Property(tries = 3000) void safetensors(@ForAll Random random) throws IOException {
    var original = Files.readAllBytes(resource("dtypes.safetensors"));
    Files.write(file, mutate(original, random, 1016));
    try (var opened = Safetensors.open(file)) {
      readAll(opened);
    } catch (FormatException damaged) {
      assertNamed(damaged);
    }
  }

  @Property(tries = 3000) void gguf(@ForAll Random random) throws IOException {
    GgufTest.sample().write(file, step -> {});
    Files.write(file, mutate(Files.readAllBytes(file), random, 500));
    try (var opened = Gguf.open(file)) {
      opened.metadata().values().forEach(value -> assertFalse(value.toString().isEmpty() && value instanceof List));
      readAll(opened);
    } catch (FormatException damaged) {
      assertNamed(damaged);
    }
  }

  @Property(tries = 4000) void torch(@ForAll Random random) throws IOException {
    var name = List.of("state.pt", "state_legacy.pt", "views.pt", "ordered_dict.bin").get(random.nextInt(4));
    Files.write(file, mutate(Files.readAllBytes(resource("torch/" + name)), random, 1500));
    torch();
  }

  @Property(tries = 1000) void archive(@ForAll Random random) throws IOException {
    var bytes = Files.readAllBytes(resource("torch/state.pt"));
    for (int n = random.nextInt(4); n >= 0; n--) {
      bytes[bytes.length - 1 - random.nextInt(1300)] = (byte) random.nextInt();
    }
    Files.write(file, bytes);
    torch();
  }

  private static void torch() throws IOException {
    try (var opened = TorchFile.open(file)) {
      readAll(opened);
    } catch (FormatException damaged) {
      assertNamed(damaged);
    }
  }

  /** Damage to the data reaches only the tensors that it hits. */
  @Property(tries = 1000) void data(@ForAll Random random) throws IOException {
    var bytes = Files.readAllBytes(resource("dtypes.safetensors"));
    int at = 1016 + random.nextInt(bytes.length - 1016);
    bytes[at] ^= (byte) (1 + random.nextInt(255));
    Files.write(file, bytes);
    int changed = 0;
    try (var intact = Safetensors.open(resource("dtypes.safetensors")); var opened = Safetensors.open(file)) {
      assertEquals(intact.names(), opened.names());
      for (var name : opened.names()) {
        try {
          var values = opened.tensor(name).toDoubles();
          if (!Arrays.equals(intact.tensor(name).toDoubles(), values)) changed++;
        } catch (FormatException damaged) {
          changed++;
        }
      }
    }
    assertEquals(1, changed);
  }

  @Property(tries = 3000) void npy(@ForAll Random random) throws IOException {
    var name = List.of("be_f8", "b1", "fortran", "le_u8", "empty", "scalar", "long").get(random.nextInt(7));
    Files.write(file, mutate(Files.readAllBytes(resource("npy/" + name + ".npy")), random, Integer.MAX_VALUE));
    try {
      Npy.read(file);
    } catch (FormatException damaged) {
      assertNamed(damaged);
    }
  }

  /** Archives carry checksums, so that what reads is right. */
  @Property(tries = 1500) void npz(@ForAll Random random) throws IOException {
    var name = random.nextBoolean() ? "arrays.npz" : "arrays_compressed.npz";
    Map<String, Tensor> intact = new HashMap<>();
    try (var archive = Npz.open(resource(name))) {
      for (var array : archive.names()) intact.put(array, archive.tensor(array));
    }
    Files.write(file, mutate(Files.readAllBytes(resource(name)), random, Integer.MAX_VALUE));
    try (var archive = Npz.open(file)) {
      for (var array : archive.names()) {
        try {
          var values = archive.tensor(array).toDoubles();
          if (intact.containsKey(array)) assertArrayEquals(intact.get(array).toDoubles(), values, array);
        } catch (FormatException damaged) {
          assertNamed(damaged);
        }
      }
    } catch (FormatException damaged) {
      assertNamed(damaged);
    }
  }

  @Property(tries = 1000) void json(@ForAll Random random) throws IOException {
    Files.write(file, mutate(Files.readAllBytes(resource("npy.json")), random, 2000));
    try {
      var value = Json.read(file);
      Files.writeString(file, Json.write(value));
      assertTrue(value.equals(Json.read(file)), "reads as something else after writing");
    } catch (FormatException damaged) {
      assertNamed(damaged);
    }
  }

  private static void assertNamed(FormatException e) {
    assertEquals(file + ": ", e.getMessage().substring(0, file.toString().length() + 2));
    assertEquals(-1, e.getMessage().indexOf('\n'), e.getMessage());
  }
}
