package org.vitrail.llm.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

/** A public minGPT that sorts digits. */
class NanoSortTest {
  private static Path folder;
  private static Decoder decoder;

  @BeforeAll static void open() throws IOException, URISyntaxException {
    folder = Path.of(NanoSortTest.class.getResource("/gpt-nano-sort/model.safetensors").toURI()).getParent();
    decoder = Decoder.of(DecoderConfig.gpt2(3, 11, 48, 3, 3, 192).untied(), Init.of(0));
    try (var file = Safetensors.open(folder.resolve("model.safetensors"))) {
      var tensors = new LinkedHashMap<String, Tensor>();
      for (var name : file.names()) tensors.put(name, file.tensor(name));
      DecoderWeights.of(decoder, TensorNames.MIN_GPT).load(tensors);
    }
  }

  private static float[] floats(Map<String, Object> partials, String name) {
    var data = Base64.getDecoder().decode((String) ((Map<?, ?>) partials.get(name)).get("data"));
    var floats = new float[data.length / 4];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  @Test void everyStepIsTheAuthors() throws IOException {
    var partials = Json.readObject(folder.resolve("gpt-nano-sort-t0-partials.json"));
    var idx = floats(partials, "idx");
    var ids = new int[idx.length];
    for (int i = 0; i < ids.length; i++) ids[i] = (int) idx[i];
    var states = decoder.hiddenStates(decoder.embed(Tensor.of(ids, 3, 11)), null, null);
    assertArrayEquals(floats(partials, "x"), states.get(0).toFloats(), 1e-6f);
    assertArrayEquals(floats(partials, "block0"), states.get(1).toFloats(), 2e-5f);
    assertArrayEquals(floats(partials, "block1"), states.get(2).toFloats(), 2e-5f);
    assertArrayEquals(floats(partials, "ln_f"), states.get(3).toFloats(), 2e-5f);
    assertArrayEquals(floats(partials, "lm_head"), decoder.score(states.get(3)).toFloats(), 2e-5f);
  }

  @Test void sortsAllInputs() throws IOException {
    try (var file = Safetensors.open(folder.resolve("reference.safetensors"))) {
      var ids = file.tensor("inputs");                                                    // (729, 6)
      for (int i = 0; i < 6; i++) {
        var last = decoder.forward(ids).select(1, ids.dim(1) - 1);
        ids = Shaping.cat(1, ids, last.argmax(-1).unsqueeze(1));
      }
      assertArrayEquals(file.tensor("generated").toInts(), ids.slice(1, 6, 12).toInts());
      assertEquals(729, ids.dim(0));
    }
  }
}
