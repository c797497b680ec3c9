package org.vitrail.llm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.llm.checkpoint.HubServer.Answer;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Safetensors;

class HubDownloadTest {
  private static final String COMMIT = "0123456789abcdef";
  private static final byte[] CONFIG = "{\"model_type\": \"llama\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private HubServer hub;
  private HubServer store;
  private byte[] weights;

  @BeforeEach void serve() throws Exception {
    var file = folder.resolve("w.safetensors");
    Safetensors.write(file, Map.of("x", Tensor.ones(1000)), Map.of());
    weights = Files.readAllBytes(file);
    hub = new HubServer();
    store = new HubServer();
    listing("config.json", "model.safetensors", "README.md", "../evil.json", "onnx/model.onnx", "pytorch_model.bin");
    var tag = "\"" + sum("SHA-1", ("blob " + CONFIG.length + "\0").getBytes(StandardCharsets.UTF_8), CONFIG) + "\"";
    for (var method : new String[] {"HEAD", "GET"}) {
      hub.answer(method + path("config.json"), Answer.of(200, Map.of("ETag", tag), CONFIG));
    }
    serveWeights(weights, weights.length);
  }

  @AfterEach void stop() {
    hub.close();
    store.close();
  }

  private static String path(String file) {
    return " /org/tiny/resolve/" + COMMIT + "/" + file;
  }

  private void listing(String... files) {
    var siblings = new StringBuilder();
    for (var file : files) siblings.append(siblings.isEmpty() ? "" : ", ").append("{\"rfilename\": \"" + file + "\"}");
    var json = "{\"sha\": \"" + COMMIT + "\", \"siblings\": [" + siblings + "]}";
    hub.answer("GET /api/models/org/tiny/revision/main",
        Answer.of(200, Map.of(), json.getBytes(StandardCharsets.UTF_8)));
  }

  /** Large files are at another server, of which only {@code sent} bytes come. */
  private void serveWeights(byte[] content, int sent) {
    var headers = Map.of("Location", store.address() + "/blob", "X-Linked-Size", "" + weights.length, "X-Linked-ETag",
        "\"" + sum("SHA-256", new byte[0], weights) + "\"");
    for (var method : new String[] {"HEAD", "GET"}) {
      hub.answer(method + path("model.safetensors"), Answer.of(302, headers, new byte[0]));
    }
    store.answer("GET /blob", new Answer(200, Map.of(), content, sent));
  }

  private static String sum(String algorithm, byte[] before, byte[] content) {
    try {
      var digest = MessageDigest.getInstance(algorithm);
      digest.update(before);
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private HubCache cache() {
    return new HubCache(folder.resolve("hub"));
  }

  private Path fetch() throws IOException {
    try (var download = new HubDownload(cache(), new HubClient(hub.address(), "secret"))) {
      return download.fetch("org/tiny", (bytes, of) -> assertTrue(bytes <= of && of == weights.length + CONFIG.length));
    }
  }

  @Test void fetchesIntoTheLayoutOfTheCache() throws IOException {
    var snapshot = fetch();
    assertEquals(snapshot, cache().snapshot("org/tiny").orElseThrow());
    assertArrayEquals(weights, Files.readAllBytes(snapshot.resolve("model.safetensors")));
    assertTrue(Files.isSymbolicLink(snapshot.resolve("model.safetensors")));
    try (var files = Files.list(snapshot)) {
      assertEquals(2, files.count());
    }
    assertFalse(Files.exists(folder.resolve("evil.json")));
    try (var model = ModelFiles.find("org/tiny", cache()).open()) {
      assertEquals(1000, model.tensor("x").size());
    }
    assertEquals("Bearer secret", hub.asked.getFirst().headers().get("Authorization"));
    assertFalse(store.asked.getFirst().headers().containsKey("Authorization"), "the token went to another server");
  }

  @Test void goesOnWhereItStopped() throws IOException {
    serveWeights(weights, 100);
    assertEquals("org/tiny: the connection ended within model.safetensors; start it again and it goes on",
        assertThrows(IOException.class, this::fetch).getMessage());
    assertTrue(cache().snapshot("org/tiny").isEmpty());
    serveWeights(weights, weights.length);
    assertArrayEquals(weights, Files.readAllBytes(fetch().resolve("model.safetensors")));
    assertEquals("bytes=100-", store.asked.getLast().headers().get("Range"));
    int before = store.asked.size();
    fetch();
    assertEquals(before, store.asked.size(), "what is there is not fetched again");
  }

  @Test void refusesDamagedContents() throws IOException {
    var damaged = weights.clone();
    damaged[500]++;
    serveWeights(damaged, damaged.length);
    var message = assertThrows(IOException.class, this::fetch).getMessage();
    assertEquals("org/tiny: model.safetensors arrived damaged, its checksum is another; start it again", message);
    assertTrue(cache().snapshot("org/tiny").isEmpty());
    serveWeights(weights, weights.length);
    fetch();
  }

  @Test void saysWhatTheServerSays() {
    hub.answer("GET /api/models/org/tiny/revision/main", Answer.of(401, Map.of(), new byte[0]));
    assertTrue(assertThrows(IOException.class, this::fetch).getMessage().contains("in HF_TOKEN"));
    hub.answer("GET /api/models/org/tiny/revision/main", Answer.of(404, Map.of(), new byte[0]));
    assertEquals("org/tiny: localhost has no such model", assertThrows(IOException.class, this::fetch).getMessage());
    hub.answer("GET /api/models/org/tiny/revision/main", Answer.of(500, Map.of(), new byte[0]));
    assertEquals("org/tiny: localhost answers with status 500",
        assertThrows(IOException.class, this::fetch).getMessage());
    hub.answer("GET /api/models/org/tiny/revision/main", Answer.of(302, Map.of("Location",
        "/api/models/org/tiny/revision/main"), new byte[0]));
    assertTrue(assertThrows(IOException.class, this::fetch).getMessage().contains("redirects without end"));
    for (var text : new String[] {"<html>", "{}", "{\"sha\": \"../x\", \"siblings\": []}"}) {
      hub.answer("GET /api/models/org/tiny/revision/main",
          Answer.of(200, Map.of(), text.getBytes(StandardCharsets.UTF_8)));
      assertThrows(FormatException.class, this::fetch);
    }
    listing("model.gguf", "config.json");
    var message = assertThrows(IllegalArgumentException.class, this::fetch).getMessage();
    assertTrue(message.startsWith("org/tiny has no weights"), message);
    hub.close();
    assertTrue(assertThrows(IOException.class, this::fetch).getMessage().contains("localhost cannot be reached"));
    assertThrows(IllegalArgumentException.class, () -> HubClient.of(Map.of("HF_ENDPOINT", "no server")));
  }
}
