package org.vitrail.llm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.kernels.weights.Format;
import org.vitrail.llm.checkpoint.ModelFiles.Kind;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.llm.train.Symbols;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.GgufWriter;
import org.vitrail.tensor.io.Safetensors;

class ModelFilesTest {
  @TempDir Path folder;

  private HubCache cache() {
    return new HubCache(folder.resolve("hub"));
  }

  private ModelFiles find(Path path) throws IOException {
    return ModelFiles.find(path.toString(), cache());
  }

  private Path safetensors(String name) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Safetensors.write(file, Map.of("x", Tensor.ones(2)), Map.of());
    return file;
  }

  private Path gguf(String name) throws IOException {
    var file = folder.resolve(name);
    new GgufWriter().add("x", Shape.of(2), Format.F32, (i, row) -> row[0] = 1).write(file, step -> {});
    return file;
  }

  /** What a file is, its bytes say, not its name. */
  @Test void tellsFilesByTheirBytes() throws IOException {
    assertEquals(Kind.SAFETENSORS, find(safetensors("a.bin")).kind());
    assertEquals(Kind.GGUF, find(gguf("a.safetensors")).kind());
    assertEquals(Kind.LLAMA2_C, find(Files.write(folder.resolve("b.bin"), new byte[28])).kind());
    assertEquals(Kind.TORCH, find(Files.write(folder.resolve("c.bin"), new byte[] {(byte) 0x80, 2})).kind());
    var text = Files.writeString(folder.resolve("readme.txt"), "no model");
    var message = assertThrows(FormatException.class, () -> find(text)).getMessage();
    assertTrue(message.startsWith(text + ": is none of the files that models come in: GGUF, safetensors"), message);
    try (var file = find(folder.resolve("a.bin")).open()) {
      assertEquals(2, file.tensor("x").size());
    }
  }

  @Test void findsTheWeightsInAFolder() throws IOException {
    var file = safetensors("m/model.safetensors");
    Files.writeString(folder.resolve("m/config.json"), "{}");
    Files.writeString(folder.resolve("m/pytorch_model.bin"), "left aside");
    var files = find(folder.resolve("m"));
    assertEquals(new ModelFiles(Kind.SAFETENSORS, file, folder.resolve("m")), files);
    assertEquals(folder.resolve("m/config.json"), files.beside("config.json").orElseThrow());
    assertTrue(files.beside("tokenizer.json").isEmpty());
    var empty = Files.createDirectory(folder.resolve("empty"));
    var message = assertThrows(IllegalArgumentException.class, () -> find(empty)).getMessage();
    assertTrue(message.startsWith("there is no model in " + empty + ": it has neither model.safetensors"), message);
    Files.createDirectory(folder.resolve("quantised"));
    var one = gguf("quantised/a.gguf");
    assertEquals(one, find(folder.resolve("quantised")).weights());
    gguf("quantised/b.gguf");
    message = assertThrows(IllegalArgumentException.class, () -> find(folder.resolve("quantised"))).getMessage();
    assertTrue(message.contains("holds 2 models; name one of them"), message);
  }

  @Test void findsTheModelOfARun() throws IOException {
    var checkpoint = safetensors("run/checkpoint-000007/model.safetensors").getParent();
    Files.writeString(checkpoint.resolve("train_state.json"), """
        {"step": 7, "batches": 7, "seed": 1, "seconds": 0.5, "settings": {}}""");
    Files.writeString(folder.resolve("run/metrics.jsonl"), "");
    Symbols.characters("abc").save(folder.resolve("run/tokenizer"));
    assertEquals(checkpoint, find(folder.resolve("run")).folder());
    assertEquals(3, Tokenizers.open(checkpoint).size());
    Symbols.characters("abc").save(folder.resolve("run/model"));
    Files.writeString(folder.resolve("run/model/config.json"), "{}");
    assertEquals(checkpoint, find(folder.resolve("run")).folder(), "a model that was not written to its end");
    safetensors("run/model/model.safetensors");
    assertEquals(folder.resolve("run/model"), find(folder.resolve("run")).folder());
  }

  @Test void takesNoTokenizerOfAnotherModel() throws IOException {
    gguf("a.gguf");
    assertEquals(folder.resolve("a.gguf"), Tokenizers.find(folder).orElseThrow());
    gguf("b.gguf");
    assertTrue(Tokenizers.find(folder).isEmpty());
  }

  @Test void findsIdsInTheCache() throws IOException {
    safetensors("hub/models--org--tiny-llama/snapshots/abc123/model.safetensors");
    safetensors("hub/models--gpt2/snapshots/0/model.safetensors");
    Files.createDirectories(folder.resolve("hub/models--org--tiny-llama/refs"));
    Files.writeString(folder.resolve("hub/models--org--tiny-llama/refs/main"), "abc123");
    assertEquals(List.of("gpt2", "org/tiny-llama"), cache().ids());
    var found = ModelFiles.find("org/tiny-llama", cache());
    assertEquals(folder.resolve("hub/models--org--tiny-llama/snapshots/abc123"), found.folder());
    var message = assertThrows(IllegalArgumentException.class, () -> ModelFiles.find("org/tiny-lama", cache()))
        .getMessage();
    assertEquals("org/tiny-lama is neither a file nor a folder, nor a model in " + folder.resolve("hub")
        + ", which has org/tiny-llama, gpt2; --download fetches it from Hugging Face", message);
    message = assertThrows(IllegalArgumentException.class, () -> ModelFiles.find("/no/such/file.gguf", cache()))
        .getMessage();
    assertEquals("/no/such/file.gguf: there is no such file or folder", message);
    for (var path : List.of("nothing.gguf", "some/model.safetensors", "stories.bin", "src/nothing")) {
      message = assertThrows(IllegalArgumentException.class, () -> ModelFiles.find(path, cache())).getMessage();
      assertEquals(path + ": there is no such file or folder", message);
    }
    Files.writeString(folder.resolve("hub/models--org--tiny-llama/refs/main"), "../../../secret");
    assertThrows(IllegalArgumentException.class, () -> ModelFiles.find("org/tiny-llama", cache()));
  }

  @Test void followsTheEnvironment() {
    assertEquals(Path.of("/x"), HubCache.of(Map.of("HF_HUB_CACHE", "/x", "HF_HOME", "/y")).folder());
    assertEquals(Path.of("/y/hub"), HubCache.of(Map.of("HF_HOME", "/y", "XDG_CACHE_HOME", "/z")).folder());
    assertEquals(Path.of("/z/huggingface/hub"), HubCache.of(Map.of("XDG_CACHE_HOME", "/z")).folder());
    assertEquals(Path.of(System.getProperty("user.home"), ".cache/huggingface/hub"), HubCache.of(Map.of()).folder());
  }
}
