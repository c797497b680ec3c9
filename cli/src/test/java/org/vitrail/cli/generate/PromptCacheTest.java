package org.vitrail.cli.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.cli.Main;
import org.vitrail.cli.console.Spoken;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.HfFolder;
import org.vitrail.llm.token.SpecialTokens;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.Init;

/** {@code vitrail generate --prompt-cache} with a model of random weights. */
class PromptCacheTest {
  @TempDir private Path folder;
  private Spoken spoken;
  private Path cache;

  @BeforeEach void save() throws IOException {
    save("one", 1);
    cache = folder.resolve("prompt.cache");
  }

  private void save(String name, long seed) throws IOException {
    var config = DecoderConfig.llama(26, 60, 32, 2, 4, 2, 48);
    var model = folder.resolve(name);
    HfFolder.save(Decoder.of(config, Init.of(seed).withStd(0.4)), SpecialTokens.NONE, model);
    Symbols.characters("abcdefghijklmnopqrstuvwxyz").save(model);
  }

  private int generate(String... args) {
    spoken = new Spoken();
    var all = new ArrayList<>(List.of("generate", "-n=12", "--json"));
    all.addAll(List.of(args));
    if (all.stream().noneMatch(arg -> arg.startsWith("--temp"))) all.add("--temp=0");
    if (all.stream().noneMatch(arg -> arg.startsWith("--model"))) all.add("--model=" + folder.resolve("one"));
    return Main.run(spoken.console(false), all.toArray(String[]::new), new GenerateCommand(spoken.console(false),
        InputStream.nullInputStream(), (model, _) -> LanguageModels.open(ModelFiles.find(model))));
  }

  private JsonNode written(String prompt, String... more) throws IOException {
    var args = new ArrayList<>(List.of("--prompt=" + prompt));
    args.addAll(List.of(more));
    assertEquals(0, generate(args.toArray(String[]::new)), spoken.err());
    return new ObjectMapper().readTree(spoken.out());
  }

  private void assertSame(String prompt, int cached, String... more) throws IOException {
    var plain = written(prompt, more);
    var args = new ArrayList<>(List.of(more));
    args.add("--prompt-cache=" + cache);
    var kept = written(prompt, args.toArray(String[]::new));
    assertEquals(plain.get("text"), kept.get("text"));
    assertEquals(cached, kept.get("cached_tokens").asInt());
  }

  @Test void writesTheSameTextAndReadsNothingTwice() throws IOException {
    assertSame("itwasadark", 0);
    assertSame("itwasadark", 9);
    assertSame("itwasadarkandstormynight", 10);
    assertSame("itwasadarkandstormynight", 23);
    var long24 = Files.readAllBytes(cache);
    assertSame("itwasadark", 9);
    assertArrayEquals(long24, Files.readAllBytes(cache), "a shorter prompt leaves the file");
    assertSame("itwasadayinmay", 8);
    assertFalse(Arrays.equals(long24, Files.readAllBytes(cache)));
    assertSame("itwasadayinmay", 13, "--lookup=2");
    assertSame("itwasadayinmayorjune", 14, "--lookup=2");
    assertSame("itwasadayinmayorjunesaid", 20, "--temp=0.9", "--seed=4");
  }

  @Test void whatIsNotItsOwnIsRefusedAndLeft() throws IOException {
    written("itwasadark", "--prompt-cache=" + cache);
    var whole = Files.readAllBytes(cache);
    save("two", 2);
    assertTrue(says("--model=" + folder.resolve("two"), "--prompt=itwasadark", "--prompt-cache=" + cache)
        .contains("prompt.cache: keeps what another model has read"));
    var weights = folder.resolve("one").resolve("model.safetensors");
    assertTrue(says("--prompt=it", "--prompt-cache=" + weights).contains("is no file of a prompt that was read"));
    assertArrayEquals(whole, Files.readAllBytes(cache));
    whole[whole.length - 1] ^= 1;
    Files.write(cache, whole);
    assertTrue(says("--prompt=itwas", "--prompt-cache=" + cache).contains("prompt.cache: is damaged"));
    assertTrue(says("--prompt=itwas", "--prompt-cache=" + folder.resolve("no/x")).contains("there is no folder"));
    assertTrue(says("--prompt=it", "--beams=2", "--prompt-cache=" + cache).contains("leave --beams and --batch-file"));
  }

  private String says(String... args) {
    assertEquals(1, generate(args), spoken.err());
    assertEquals(1, spoken.err().lines().count(), spoken.err());
    assertEquals("", spoken.out());
    return spoken.err();
  }
}
