package org.vitrail.llm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.autograd.Tape;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderMap;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

class LoraTest {
  private static final Tensor IDS = Tensor.of(new int[] {1, 5, 3, 2, 7, 7, 0, 4}, 2, 4);
  private final Decoder base = Decoder.of(DecoderConfig.llama(11, 8, 16, 2, 4, 2, 24), Init.of(3).withStd(0.2));
  private final Lora lora = new Lora(3, 6, Set.of(DecoderMap.QKV, DecoderMap.DOWN));

  private static Map<String, float[]> values(Decoder decoder) {
    var values = new LinkedHashMap<String, float[]>();
    decoder.parameters().forEach((path, p) -> values.put(path, p.toFloats()));
    return values;
  }

  private static Decoder trained(Decoder adapted) {
    var learned = adapted.parameters().values().stream().filter(p -> p.isTrainable()).toList();
    var optimizer = new AdamW(Group.of(learned, 0));
    for (int i = 0; i < 5; i++) {
      optimizer.step(Tape.gradients(() -> Decoder.loss(adapted.forward(IDS), Decoder.next(IDS))), 0.05);
    }
    return adapted;
  }

  @Test void adaptersChangeNothingAtFirst() {
    var before = base.forward(IDS).toFloats();
    assertArrayEquals(before, lora.adapt(base, Init.of(4)).forward(IDS).toFloats());
  }

  @Test void onlyAdaptersLearn() {
    var before = values(base);
    var logits = base.forward(IDS).toFloats();
    var adapted = trained(lora.adapt(base, Init.of(4)));
    before.forEach((path, old) -> assertArrayEquals(old, adapted.parameters().get(path).toFloats(), path));
    assertFalse(java.util.Arrays.equals(logits, adapted.forward(IDS).toFloats()));
    assertEquals(2 * 2 * 2, adapted.parameters().values().stream().filter(p -> p.isTrainable()).count());
  }

  @Test void mergedWeightsSayTheSame() {
    var adapted = trained(lora.adapt(base, Init.of(4)));
    var expected = adapted.forward(IDS).toFloats();
    var merged = Lora.merge(adapted);
    assertTrue(Lora.weights(merged, TensorNames.LLAMA).names().isEmpty());
    assertEquals(base.parameters().keySet(), merged.parameters().keySet());
    assertArrayEquals(expected, merged.forward(IDS).toFloats(), 2e-5f);
  }

  @Test void savesAsPeftDoes(@TempDir Path folder) throws IOException {
    var adapted = trained(lora.adapt(base, Init.of(4)));
    lora.save(adapted, "base", folder);
    var json = Json.readObject(folder.resolve("adapter_config.json"));
    assertEquals(java.util.List.of("mlp.down_proj", "self_attn.k_proj", "self_attn.q_proj", "self_attn.v_proj"),
        json.get("target_modules"));
    try (var file = Safetensors.open(folder.resolve("adapter_model.safetensors"))) {
      var prefix = "base_model.model.model.layers.1.self_attn.";
      var b = adapted.layers().get(1).attention().qkv().adapter().b();
      assertEquals(b.slice(0, 16, 24).text(), file.tensor(prefix + "k_proj.lora_B.weight").text());
      assertEquals(file.tensor(prefix + "q_proj.lora_A.weight").text(),
          file.tensor(prefix + "v_proj.lora_A.weight").text());
      assertTrue(file.contains("base_model.model.model.layers.0.mlp.down_proj.lora_A.weight"));
    }
  }
}
