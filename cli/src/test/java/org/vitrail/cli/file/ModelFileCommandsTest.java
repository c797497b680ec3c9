package org.vitrail.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.cli.Main;
import org.vitrail.cli.console.Spoken;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.HfDecoder;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.llm.engine.LoadedModel;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Gguf;
import org.vitrail.tensor.io.GgufValue;
import org.vitrail.tensor.io.GgufWriter;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Npy;
import org.vitrail.tensor.io.Npz;
import org.vitrail.tensor.io.Safetensors;

/** What {@code vitrail info} and {@code vitrail quantize} say of files, and of what is none. */
class ModelFileCommandsTest {
  @TempDir private Path folder;
  private Path model;
  private Spoken spoken;

  @BeforeEach void writeAModel() throws IOException {
    var config = ConfigReader.ordered("model_type", "llama", "vocab_size", 40, "hidden_size", 32,
        "intermediate_size", 64, "num_hidden_layers", 1, "num_attention_heads", 4, "max_position_embeddings", 16);
    model = Files.createDirectory(folder.resolve("model"));
    Json.write(model.resolve("config.json"), config);
    var decoder = Decoder.of(HfDecoder.config(new ConfigReader(config)), Init.of(1));
    Safetensors.write(model.resolve("model.safetensors"),
        DecoderWeights.of(decoder, TensorNames.LLAMA).tensors(), Map.of("format", "pt"));
  }

  private int vitrail(Object... args) {
    spoken = new Spoken();
    var console = spoken.console(false);
    var texts = new ArrayList<String>();
    for (var arg : args) texts.add(arg.toString());
    return Main.run(console, texts.toArray(String[]::new), new InfoCommand(console), new QuantizeCommand(console));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(spoken.out());
  }

  private void assertSentence(String problem, Object... args) {
    assertEquals(1, vitrail(args));
    assertTrue(spoken.err().startsWith("vitrail: ") && spoken.err().contains(problem), spoken.err());
    assertEquals(1, spoken.err().lines().count(), spoken.err());
    assertFalse(spoken.err().contains("unexpected"), spoken.err());
  }

  @Test void showsAModel() throws IOException {
    assertEquals(0, vitrail("info", model, "--json"), spoken.err());
    assertEquals("llama", json().get("architecture").asText());
    assertEquals(4, json().get("heads").asInt());
    assertEquals(12, json().get("tensors").size());
    assertEquals(40 * 32 * 2 + 4 * 32 * 32 + 3 * 64 * 32 + 3 * 32, json().get("parameters").asInt());
    assertEquals("pt", json().get("metadata").get("format").asText());
    assertEquals(0, vitrail("info", model, "--tensors=mlp"));
    assertTrue(spoken.out().contains("model.layers.0.mlp.down_proj.weight"), spoken.out());
    assertFalse(spoken.out().contains("self_attn") || spoken.out().contains("vocab_size"), spoken.out());
    assertEquals(0, vitrail("info", model, "--metadata", "vocab"));
    assertTrue(spoken.out().contains("vocab_size") && !spoken.out().contains("down_proj"), spoken.out());
  }

  @Test void showsOtherFiles() throws IOException {
    Npy.write(folder.resolve("a.npy"), Tensor.zeros(2, 3));
    Npz.write(folder.resolve("a.npz"), Map.of("x", Tensor.zeros(2, 3)));
    assertEquals(0, vitrail("info", folder.resolve("a.npy")));
    assertTrue(spoken.out().contains("(2, 3)"), spoken.out());
    assertEquals(0, vitrail("info", folder.resolve("a.npz"), "--json"));
    assertEquals("x", json().get("tensors").get(0).get("name").asText());
    var gguf = folder.resolve("a.gguf");
    new GgufWriter().put("k\u0007ey", GgufValue.texts(List.of("1", "2", "3", "4", "5", "6", "7\n\u001b[31m")))
        .put("long", GgufValue.text("x".repeat(1000))).write(gguf, step -> {});
    assertEquals(0, vitrail("info", gguf));
    assertTrue(spoken.out().contains("[1, 2, 3, 4, 5, 6, … 7 in all]"), spoken.out());
    assertFalse(spoken.out().chars().anyMatch(c -> c < ' ' && c != '\n'), "control characters of the file are shown");
    assertTrue(spoken.out().lines().allMatch(line -> line.length() < 200), spoken.out());
  }

  @Test void quantizes() throws IOException {
    var out = folder.resolve("q.gguf");
    assertEquals(0, vitrail("quantize", model, "--to=q8_0", "-o", out, "--json"), spoken.err());
    assertEquals("Q8_0", json().get("format").asText());
    assertTrue(json().get("bytes").asLong() < json().get("of").asLong() / 3);
    try (var file = Gguf.open(out)) {
      assertEquals("Q8_0", file.storedAs("blk.0.attn_q.weight"));
    }
    assertTrue(spoken.err().contains("quantize: 1 MiB\n"), spoken.err());
    assertTrue(spoken.err().contains("note: without a tokenizer.json or tokenizer.model the file has no vocabulary"),
        spoken.err());
    var refusal = assertThrows(FormatException.class, () -> LoadedModel.open(out.toString())).getMessage();
    assertTrue(refusal.startsWith(out + ": the file has no vocabulary"), refusal);
    assertEquals(0, vitrail("quantize", out, "--to=Q4_0", "-o", folder.resolve("q4.gguf")), spoken.err());
    assertEquals(0, vitrail("info", folder.resolve("q4.gguf"), "--json"));
    assertEquals(16, json().get("context").asInt());
    assertEquals(9, json().get("formats").get("Q4_0").asInt());
  }

  @Test void mistakesAreOneSentence() throws IOException {
    var out = folder.resolve("q.gguf");
    assertSentence("--to q3 is none of f32, f16, bf16, q4_0", "quantize", model, "--to=q3", "-o", out);
    assertSentence("there is no such file or folder", "info", folder.resolve("nothing.gguf"));
    assertSentence("there is no model in", "info", Files.createDirectory(folder.resolve("empty")));
    assertSentence("is none of the files that models come in", "info",
        Files.writeString(folder.resolve("notes.txt"), "some words"));
    assertSentence("expected the letters GGUF", "info", Files.writeString(folder.resolve("bad.gguf"), "some words"));
    var weights = Files.readAllBytes(model.resolve("model.safetensors"));
    assertSentence("the file is cut short or damaged, fetch it again", "info",
        Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(weights, weights.length - 100)));
    new GgufWriter().put("long", GgufValue.text("x".repeat(1000))).write(folder.resolve("cut.gguf"), step -> {});
    Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(Files.readAllBytes(folder.resolve("cut.gguf")), 200));
    assertSentence("the file is cut short or damaged, fetch it again", "info", folder.resolve("cut.gguf"));
    Files.writeString(out, "precious");
    assertSentence("is there already: name another file, or add --force", "quantize", model, "--to=f16", "-o", out);
    assertSentence("there is no folder " + folder.resolve("no"), "quantize", model, "--to=f16", "-o",
        folder.resolve("no").resolve("x.gguf"));
    assertSentence("is a folder: name a file in it", "quantize", model, "--to=f16", "-o", folder, "--force");
    assertSentence("is the model itself", "quantize", model, "--to=f16", "-o", model.resolve("model.safetensors"));
    Files.delete(model.resolve("config.json"));
    assertSentence("there is no config.json beside", "quantize", model, "--to=f16", "-o", folder.resolve("x.gguf"));
    assertEquals("precious", Files.readString(out));
    assertFalse(Files.exists(folder.resolve("x.gguf")));
  }
}
