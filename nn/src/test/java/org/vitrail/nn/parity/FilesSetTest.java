package org.vitrail.nn.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.kernels.DType;
import org.vitrail.nn.parity.CaseResult.Status;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Npy;
import org.vitrail.tensor.io.Npz;
import org.vitrail.tensor.io.Safetensors;

class FilesSetTest {
  private static final Tensor VALUES = Tensor.of(new float[] {1.5f, -1 / 3f, 1, 0}, 2, 2);

  @TempDir Path folder;

  @BeforeEach void write() throws IOException {
    var pickles = Map.of("state.pt", "zip format, equals state.safetensors", "training.pt", "epoch 3");
    var values = List.of(List.of(1.5, (double) (-1 / 3f)), List.of(true, 0));
    Json.write(folder.resolve("manifest.json"), Map.of("name", "files", "pickles", pickles,
        "npy", Map.of("x", Map.of("shape", List.of(2, 2), "values", values))));
    Npy.write(folder.resolve("x.npy"), VALUES);
    for (var archive : List.of("arrays.npz", "arrays_compressed.npz")) {
      Npz.write(folder.resolve(archive), Map.of("x", VALUES));
    }
    for (var file : List.of("state.pt", "training.pt", "state.safetensors")) {
      try (var in = FilesSetTest.class.getResourceAsStream("/parity/files/" + file)) {
        Files.copy(in, folder.resolve(file));
      }
    }
    store("dtypes.safetensors", VALUES, DType.F32);
    store("dtypes_as_double.safetensors", VALUES.to(DType.F64), DType.F32);
    for (var checkpoint : List.of("sharded", "bfloat16")) Files.createDirectory(folder.resolve(checkpoint));
    store("sharded/model.safetensors", VALUES, DType.F32);
    store("bfloat16/model.safetensors", VALUES, DType.BF16);
  }

  private void store(String file, Tensor values, DType reals) throws IOException {
    Safetensors.write(folder.resolve(file), Map.of("x", values), Map.of(), reals);
  }

  @Test void comparesEachFile() {
    var result = Parity.run(folder);
    assertEquals(19, result.compared());
    assertEquals("", result.message());
    assertEquals(Status.PASS, result.status());
  }

  @Test void seesEveryDifference() throws IOException {
    var other = VALUES.mul(1.0000001f);
    Npy.write(folder.resolve("x.npy"), other);
    Npz.write(folder.resolve("arrays.npz"), Map.of("x", other));
    Npz.write(folder.resolve("arrays_compressed.npz"), Map.of("x", other));
    store("dtypes.safetensors", other, DType.F32);
    store("bfloat16/model.safetensors", VALUES.mul(1.01f), DType.BF16);
    Files.copy(folder.resolve("training.pt"), folder.resolve("state.pt"), StandardCopyOption.REPLACE_EXISTING);
    var result = Parity.run(folder);
    assertEquals(Status.FAIL, result.status());
    assertEquals("x.npy is off by Infinity of what is allowed; arrays.npz: x is off by Infinity of what is allowed; "
        + "arrays_compressed.npz: x is off by Infinity of what is allowed; and 16 more", result.message());
  }
}
