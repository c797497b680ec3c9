package org.vitrail.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.cli.Main;
import org.vitrail.cli.console.Spoken;

/** Learns a vocabulary and uses it, as a user does. */
class TokenizeCommandTest {
  @TempDir private Path folder;
  private Spoken spoken;
  private Path model;

  private int vitrail(String... args) {
    spoken = new Spoken();
    var console = spoken.console(false);
    return Main.run(console, args, new TokenizeCommand(console));
  }

  @BeforeEach void learns() throws IOException {
    var corpus = folder.resolve("corpus.txt");
    Files.writeString(corpus, "low lower lowest newer newest widest\n".repeat(20));
    model = folder.resolve("model");
    assertEquals(0, vitrail("tokenize", "--train", corpus.toString(), "--vocab-size", "270", "-o", model.toString(),
        "--json"), spoken.err());
    var figures = new ObjectMapper().readTree(spoken.out());
    assertEquals(270, figures.get("tokens").asInt());
    assertEquals(13, figures.get("merges").asInt());
    for (var name : List.of("tokenizer.json", "vocab.json", "merges.txt")) {
      assertTrue(Files.exists(model.resolve(name)));
    }
  }

  private String says(String... args) {
    var line = new java.util.ArrayList<>(List.of("tokenize", "--model", model.toString()));
    line.addAll(List.of(args));
    assertEquals(0, vitrail(line.toArray(String[]::new)), spoken.err());
    return spoken.out().strip();
  }

  @Test void showsTokens() {
    var table = says("low é\n").lines().toList();
    assertEquals(List.of("id", "piece", "text"), List.of(table.getFirst().strip().split(" +")));
    assertTrue(table.get(1).endsWith("\"low\""), table.get(1));
    assertTrue(table.get(3).endsWith("C3"), table.get(3));
    assertTrue(table.get(5).endsWith("\"\\n\""), table.get(5));
    assertEquals("5 tokens", table.getLast());
  }

  @Test void saysIdsAndCounts() throws IOException {
    var ids = says("--ids", "newest lower");
    assertEquals(Integer.toString(ids.split(" ").length), says("--count", "newest lower"));
    assertEquals("newest lower", says("--decode", ids));
    assertEquals("newest lower", says("--decode", "[" + ids.replace(" ", ", ") + "]"));
    var json = new ObjectMapper().readTree(says("--json", "newest lower"));
    assertEquals(ids.split(" ").length, json.get("count").asInt());
    assertEquals(json.get("ids").size(), json.get("pieces").size());
  }

  @Test void takesTheVocabularyBesideWeights() throws IOException {
    var ids = says("--ids", "newest lower");
    var weights = Files.writeString(model.resolve("model.safetensors"), "");
    assertEquals(0, vitrail("tokenize", "--model", weights.toString(), "--ids", "newest lower"), spoken.err());
    assertEquals(ids, spoken.out().strip());
  }

  @Test void takesSpecialTokensWhenAsked() {
    assertEquals("269", says("--ids", "--special", "<|endoftext|>"));
    assertTrue(Integer.parseInt(says("--count", "<|endoftext|>")) > 1);
    assertEquals("", says("--decode", "269"));
    assertEquals("<|endoftext|>", says("--decode", "--special", "269"));
  }

  @Test void readsStandardInput() {
    var in = System.in;
    var count = says("--count", "low low");
    try {
      System.setIn(new ByteArrayInputStream("low low".getBytes(StandardCharsets.UTF_8)));
      assertEquals(count, says("--count"));
      System.setIn(new ByteArrayInputStream(new byte[] {(byte) 0xFF}));
      assertEquals(1, vitrail("tokenize", "--model", model.toString()));
      assertEquals("vitrail: standard input is not UTF-8; convert it first, for example with iconv",
          spoken.err().strip());
    } finally {
      System.setIn(in);
    }
  }

  @Test void complainsInOneSentence() throws IOException {
    refuses("--model is missing", "tokenize", "text");
    refuses("there is no such file", "tokenize", "--model", folder.resolve("none").toString(), "text");
    var empty = Files.createDirectory(folder.resolve("empty"));
    refuses("there is no model in", "tokenize", "--model", empty.toString(), "text");
    refuses("'x' is no id", "tokenize", "--model", model.toString(), "--decode", "x");
    refuses("there is no token 270", "tokenize", "--model", model.toString(), "--decode", "270");
    refuses("-o is missing", "tokenize", "--train", model.resolve("merges.txt").toString());
    refuses("no room for 256 bytes", "tokenize", "--train", "x", "--vocab-size", "256", "-o", "y");
    Files.writeString(model.resolve("tokenizer.json"), "{");
    refuses("tokenizer.json: JSON", "tokenize", "--model", model.toString(), "text");
  }

  private void refuses(String problem, String... args) {
    assertEquals(1, vitrail(args));
    assertEquals(1, spoken.err().strip().lines().count(), spoken.err());
    assertTrue(spoken.err().contains(problem), spoken.err());
  }
}
