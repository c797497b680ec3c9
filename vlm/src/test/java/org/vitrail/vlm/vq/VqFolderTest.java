package org.vitrail.vlm.vq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.nn.Init;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

class VqFolderTest {
  @TempDir Path folder;

  private static Path example(String name) throws URISyntaxException {
    return Path.of(VqFolderTest.class.getResource("/parity/" + name).toURI());
  }

  private static Tensor pictures(VqConfig c) {
    return RandomStream.of(3).uniform(Shape.of(2, c.channels(), c.side(), c.side()), -1, 1);
  }

  @ParameterizedTest @ValueSource(strings = {"chameleon_vqvae", "janus_vqvae"})
  void whatTransformersWroteIsWrittenAgain(String name) throws IOException, URISyntaxException {
    var vq = VqFolder.open(example(name).toString());
    VqFolder.save(vq, folder);
    var theirs = Json.readObject(example(name).resolve("config.json"));
    var ours = Json.readObject(folder.resolve("config.json"));
    assertEquals(theirs.get("model_type"), ours.get("model_type"));
    ours.forEach((key, value) -> {
      if (theirs.containsKey(key)) assertEquals(theirs.get(key), value, key);
    });
    assertArrayEquals(Files.readAllBytes(sorted(example(name))), Files.readAllBytes(sorted(folder)));
  }

  private Path sorted(Path model) throws IOException {
    var file = folder.resolve("sorted-" + model.getFileName() + ".safetensors");
    try (var stored = Safetensors.open(model.resolve("model.safetensors"))) {
      Safetensors.write(file, new TreeMap<>(stored.tensors()), Map.of());
    }
    return file;
  }

  @Test void whatIsSavedIsOpenedAgain() throws IOException {
    var levels = List.of(new VqConfig.Level(8, 0, false), new VqConfig.Level(16, 1, true));
    for (var norm : CodeNorm.values()) {
      var centre = VqConfig.Centre.values()[norm.ordinal()];
      var config = new VqConfig(8, 3, 8, 2, 8, levels, 0, centre, 4, 6, 10, 5, norm, false, 0.1, true);
      var vq = Vq.of(config, Init.of(1));
      VqFolder.save(vq, folder);
      var opened = VqFolder.open(folder.toString());
      assertEquals(config, opened.config());
      var codes = vq.encode(pictures(config));
      assertArrayEquals(codes, opened.encode(pictures(config)));
      assertArrayEquals(vq.decode(codes).toFloats(), opened.decode(codes).toFloats());
    }
  }

  @Test void theTokenizerInsideAChameleonIsRead() throws IOException, URISyntaxException {
    var alone = example("chameleon_vqvae");
    Json.write(folder.resolve("config.json"),
        Map.of("model_type", "chameleon", "vq_config", Json.readObject(alone.resolve("config.json"))));
    var vq = VqFolder.open(alone.toString());
    Safetensors.write(folder.resolve("model.safetensors"), HfVq.weights(vq, "model.vqmodel.").tensors(), Map.of());
    var pictures = pictures(vq.config());
    assertArrayEquals(vq.encode(pictures), VqFolder.open(folder.toString()).encode(pictures));
  }

  @Test void aConfigurationOfAnotherModelIsRefused() throws IOException, URISyntaxException {
    var alone = example("chameleon_vqvae");
    Files.copy(alone.resolve("model.safetensors"), folder.resolve("model.safetensors"));
    var json = Json.readObject(alone.resolve("config.json"));
    for (var wrong : List.of(Map.entry("num_embeddings", 100_000_000), Map.entry("num_embeddings", 7),
        Map.entry("base_channels", 33), Map.entry("double_latent", true), Map.entry("model_type", "clip"),
        Map.entry("resolution", 9))) {
      var changed = new LinkedHashMap<String, Object>(json);
      changed.put(wrong.getKey(), wrong.getValue());
      Json.write(folder.resolve("config.json"), changed);
      var e = assertThrows(FormatException.class, () -> VqFolder.open(folder.toString()), wrong.toString());
      assertTrue(e.getMessage().startsWith(folder.toString()), e.getMessage());
    }
  }

  @Test void whatDoesNotFitIsRefused() throws IOException, URISyntaxException {
    var vq = VqFolder.open(example("janus_vqvae").toString());
    assertThrows(IllegalArgumentException.class, () -> vq.encode(Tensor.zeros(1, 3, 9, 8)));
    assertThrows(IllegalArgumentException.class, () -> vq.decode(new int[][] {{1, 2}}));
    var codes = new int[vq.length()];
    codes[3] = vq.codes();
    assertThrows(IllegalArgumentException.class, () -> vq.decode(new int[][] {codes}));
    var reader = VqFolder.open(example("chameleon_vqvae").toString());
    assertThrows(IllegalStateException.class, () -> reader.decode(new int[][] {new int[reader.length()]}));
  }
}
