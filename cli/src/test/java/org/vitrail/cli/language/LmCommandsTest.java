package org.vitrail.cli.language;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.cli.Main;
import org.vitrail.cli.TrainCommand;
import org.vitrail.cli.console.Spoken;
import org.vitrail.llm.decoder.HfFolder;
import org.vitrail.llm.token.BpeTrainer;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.train.Metrics;

/** Trains language models as a user does, too small to be good. */
class LmCommandsTest {
  private static final String[] TINY = {"--width=16", "--layers=1", "--heads=2", "--context=8", "--steps=6",
      "--batch=4", "--warmup=1", "--eval-every=3", "--eval-batches=2", "--checkpoint-every=3", "--sample=10"};

  @TempDir private Path folder;
  private Spoken spoken;
  private Path text;

  @BeforeEach void write() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), "the cat sat on the mat\n".repeat(60));
  }

  private int train(String... more) {
    spoken = new Spoken();
    var console = spoken.console(false);
    var args = new ArrayList<>(List.of("train", "lm", "--json"));
    args.addAll(List.of(more));
    for (var flag : TINY) {
      var name = flag.substring(0, flag.indexOf('='));
      boolean resumes = args.stream().anyMatch(given -> given.startsWith("--resume"));
      if (!resumes && args.stream().noneMatch(given -> given.startsWith(name + "="))) args.add(flag);
    }
    return Main.run(console, args.toArray(String[]::new), TrainCommand.line(console));
  }

  @ParameterizedTest
  @CsvSource({"char, gpt2", "word, llama", "bpe, gpt2"})
  void trainsReportsAndLeavesAModelWithItsTokenizer(String tokenizer, String style) throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train("--data=" + text, "--out=" + run, "--tokenizer=" + tokenizer, "--style=" + style,
        "--vocabulary=280"), spoken.err());
    var figures = new ObjectMapper().readTree(spoken.out());
    var report = Files.readString(Path.of(figures.get("report").asText()));
    assertTrue(report.contains("A language model on text.txt") && report.contains("What it wrote while it learned"));
    assertTrue(report.contains("<dt>hidden</dt><dd>%s</dd>".formatted(style.equals("gpt2") ? 64 : 48)));
    assertTrue(report.contains("<dt>kv-heads</dt><dd>2</dd>"));
    assertTrue(Files.exists(run.resolve("samples").resolve("step-000003.txt")));
    var model = HfFolder.open(run.resolve("model"));
    var tokens = Tokenizers.open(run.resolve("model"));
    assertEquals(tokens.size(), model.config().vocabulary());
    assertTrue(report.contains("<dt>vocabulary</dt><dd>" + tokens.size() + "</dd>"));
    assertEquals("the cat sat", tokens.decode(tokens.encode("the cat sat")));
  }

  @Test void readsWithAVocabularyThatIsThere() throws IOException {
    var learned = folder.resolve("tok");
    BpeTrainer.train(List.of("a cat, a mat"), 262, List.of("<|endoftext|>")).save(learned);
    var size = Tokenizers.open(learned).size();
    var file = Files.copy(learned.resolve("tokenizer.json"), folder.resolve("mine.json"));
    for (var path : List.of(learned, file)) {
      var run = folder.resolve("run-" + path.getFileName());
      assertEquals(0, train("--data=" + text, "--out=" + run, "--tokenizer=" + path), spoken.err());
      assertEquals(size, HfFolder.open(run.resolve("model")).config().vocabulary());
      assertEquals(size, Tokenizers.open(run.resolve("model")).size());
    }
    Files.delete(file);
    assertEquals(0, train("--resume=" + folder.resolve("run-mine.json"), "--steps=7"), spoken.err());
    assertTrue(says("--data=" + text, "--tokenizer=wrod", "--out=" + folder.resolve("a"))
        .contains("--tokenizer wrod is none of char, word, bpe, and there is no such file or folder"));
  }

  @Test void fineTunesWithAdaptersAndMergesThem() throws IOException {
    var base = folder.resolve("base");
    assertEquals(0, train("--data=" + text, "--out=" + base, "--style=llama"), spoken.err());
    var tuned = folder.resolve("tuned");
    assertEquals(0, train("--data=" + text, "--out=" + tuned, "--init-from=" + base.resolve("model"), "--lora=2"),
        spoken.err());
    assertTrue(Files.exists(tuned.resolve("adapter").resolve("adapter_model.safetensors")));
    var before = HfFolder.open(base.resolve("model"));
    var after = HfFolder.open(tuned.resolve("model"));
    assertArrayEquals(before.tokens().weight().toFloats(), after.tokens().weight().toFloats());
    assertTrue(after.layers().getFirst().attention().qkv().weight().sub(before.layers().getFirst().attention().qkv()
        .weight()).abs().max().item() > 0);
  }

  @Test void fewStepsWarmUpForATenthOfThem() throws IOException {
    var run = folder.resolve("run");
    var console = (spoken = new Spoken()).console(false);
    assertEquals(0, Main.run(console, new String[] {"train", "lm", "--data=" + text, "--out=" + run, "--steps=20",
        "--width=16", "--layers=1", "--heads=2", "--context=8", "--eval-batches=1", "--sample=0"},
        TrainCommand.line(console)), spoken.err());
    var rates = Metrics.read(run).stream().map(line -> ((Number) line.get("lr")).doubleValue()).toList();
    assertEquals(1e-3, rates.stream().mapToDouble(x -> x).max().orElseThrow(), 1e-6);
  }

  @Test void dropsAsItIsAsked() throws IOException {
    var weights = new ArrayList<float[]>();
    for (var dropout : List.of("0", "0.3")) {
      var run = folder.resolve("run" + dropout);
      assertEquals(0, train("--data=" + text, "--out=" + run, "--dropout=" + dropout), spoken.err());
      weights.add(HfFolder.open(run.resolve("model")).tokens().weight().toFloats());
    }
    assertFalse(Arrays.equals(weights.get(0), weights.get(1)));
  }

  @Test void resumesWithItsOwnSettings() throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train("--data=" + text, "--out=" + run, "--steps=3", "--tokenizer=word", "--lines"), spoken.err());
    assertEquals(0, train("--resume=" + run), spoken.err());
    assertTrue(spoken.out().contains("checkpoint-000003"), spoken.out());
  }

  @Test void resumesFromItsNewestCheckpointWhenThatIsNamed() throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train("--data=" + text, "--out=" + run), spoken.err());
    assertEquals(0, train("--resume=" + run.resolve("checkpoint-000006"), "--steps=9"), spoken.err());
    assertTrue(Files.exists(run.resolve("checkpoint-000009")));
    assertEquals(9, Metrics.read(run).size());
    assertTrue(says("--resume=" + run.resolve("checkpoint-000006"), "--steps=12")
        .contains("checkpoint-000009, or move"));
  }

  @Test void saysThatTheTextIsAnother() throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train("--data=" + text, "--out=" + run), spoken.err());
    assertEquals(0, train("--resume=" + run, "--steps=7"), spoken.err());
    assertFalse(spoken.err().contains("note:"), spoken.err());
    Files.writeString(text, "the mat sat on the cat\n".repeat(60));
    assertEquals(0, train("--resume=" + run, "--steps=8"), spoken.err());
    assertTrue(spoken.err().contains("note: text.txt is no longer the text that the run began with"), spoken.err());
  }

  @Test void aRunGoesOnWithItsOwnCommandAndSizes() throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train("--data=" + text, "--out=" + run), spoken.err());
    assertEquals(1, train("--resume=" + run, "--steps=9", "--width=32"));
    assertTrue(spoken.err().contains("resume it with the sizes it has, or start a new run"), spoken.err());
    var console = (spoken = new Spoken()).console(false);
    assertEquals(1, Main.run(console, new String[] {"train", "bert", "--resume=" + run}, TrainCommand.line(console)));
    assertEquals("vitrail: " + run + " is a run of train lm; go on with: vitrail train lm --resume " + run,
        spoken.err().strip());
  }

  @Test void aCompleteRunIsLeftAsItIs() throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train("--data=" + text, "--out=" + run), spoken.err());
    var first = new ObjectMapper().readTree(spoken.out());
    var report = Files.getLastModifiedTime(run.resolve("report.html"));
    Files.delete(text);
    assertEquals(0, train("--resume=" + run), spoken.err());
    assertEquals(run + " is complete, its 6 steps are done; more --steps N go on with it", spoken.err().strip());
    var again = new ObjectMapper().readTree(spoken.out());
    for (var figure : List.of("loss", "checkpoint", "model")) assertEquals(first.get(figure), again.get(figure));
    assertEquals(report, Files.getLastModifiedTime(run.resolve("report.html")));
  }

  @Test void aRefusedRunLeavesNoTokenizerAndFindsNone() throws IOException {
    var run = folder.resolve("run");
    says("--data=" + text, "--context=4000", "--tokenizer=word", "--out=" + run);
    assertFalse(Files.exists(run.resolve("tokenizer")));
    Symbols.words("of another text").save(run.resolve("tokenizer"));
    assertEquals(0, train("--data=" + text, "--out=" + run), spoken.err());
    assertEquals("the mat", Tokenizers.open(run.resolve("tokenizer")).decode(Tokenizers.open(run.resolve("model"))
        .encode("the mat")));
    var trained = Files.readString(run.resolve("tokenizer").resolve("tokenizer.json"));
    assertTrue(train("--data=" + text, "--tokenizer=word", "--out=" + run) != 0);
    assertEquals(trained, Files.readString(run.resolve("tokenizer").resolve("tokenizer.json")));
  }

  @Test void beginsFromARunOrACheckpointOfOne() throws IOException {
    var base = folder.resolve("base");
    assertEquals(0, train("--data=" + text, "--out=" + base), spoken.err());
    for (var from : List.of(base, base.resolve("checkpoint-000003"))) {
      var run = folder.resolve("from-" + from.getFileName());
      assertEquals(0, train("--data=" + text, "--out=" + run, "--init-from=" + from), spoken.err());
      assertEquals("the mat", Tokenizers.open(run.resolve("model")).decode(Tokenizers.open(base.resolve("model"))
          .encode("the mat")));
    }
  }

  @Test void whatCannotBeIsSaidInOneSentence() throws IOException {
    assertTrue(says("--out=" + folder.resolve("a")).contains("--data FILE"));
    assertTrue(says("--data=" + folder.resolve("none.txt")).contains("none.txt: there is no such file"));
    assertTrue(says("--data=" + text, "--lora=4", "--out=" + folder.resolve("b")).contains("--init-from"));
    assertTrue(says("--data=" + text, "--heads=3", "--out=" + folder.resolve("c")).contains("multiple of --heads 3"));
    assertTrue(says("--data=" + text, "--lines", "--out=" + folder.resolve("d")).contains("--tokenizer word"));
    assertTrue(says("--data=" + text, "--context=4000", "--out=" + folder.resolve("e")).contains("too few for a"));
    assertTrue(says("--data=" + text, "--dropout=-1", "--out=" + folder.resolve("h")).contains("--dropout -1.0"));
    var latin = Files.write(folder.resolve("latin.txt"), new byte[] {(byte) 0xE9, 'a', 'b'});
    assertTrue(says("--data=" + latin, "--out=" + folder.resolve("f")).contains("latin.txt is not UTF-8"));
    assertTrue(says("--data=" + folder, "--out=" + folder.resolve("i")).contains(folder + " is a folder; name a text"));
    for (var base : List.of(text, Files.write(folder.resolve("x.gguf"), "GGUF".getBytes()), folder.resolve("none"))) {
      assertTrue(says("--data=" + text, "--init-from=" + base, "--out=" + folder.resolve("j"))
          .contains(base.toString()));
    }
    var empty = Files.writeString(folder.resolve("empty.txt"), "");
    assertTrue(says("--data=" + empty, "--out=" + folder.resolve("g")).contains("the text has 0 tokens"));
  }

  private String says(String... args) {
    assertTrue(train(args) != 0, "was done");
    assertEquals(1, spoken.err().strip().lines().count(), spoken.err());
    return spoken.err();
  }
}
