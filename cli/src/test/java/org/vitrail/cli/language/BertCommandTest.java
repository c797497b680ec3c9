package org.vitrail.cli.language;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.cli.Main;
import org.vitrail.cli.TrainCommand;
import org.vitrail.cli.console.Spoken;
import org.vitrail.llm.bert.Bert;
import org.vitrail.llm.bert.BertConfig;
import org.vitrail.llm.bert.HfBertFolder;
import org.vitrail.llm.token.BpeTrainer;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.llm.train.MaskedText;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Init;

/** Trains BERTs as a user does, too small to be good. */
class BertCommandTest {
  private static final List<String> TINY = List.of("--width=16", "--layers=1", "--heads=2", "--context=24", "--steps=6",
      "--batch=4", "--warmup=1", "--eval-every=3", "--eval-batches=2", "--checkpoint-every=3", "--vocabulary=280",
      "--riddles=2");

  @TempDir private Path folder;
  private Spoken spoken;
  private Path text;

  @BeforeEach void write() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), "the cat sat on the mat\na dog ran\n".repeat(30));
  }

  private int train(List<String> flags, String... more) {
    spoken = new Spoken();
    var console = spoken.console(false);
    var args = Stream.of(List.of("train", "bert", "--json"), flags, List.of(more)).flatMap(List::stream);
    return Main.run(console, args.toArray(String[]::new), TrainCommand.line(console));
  }

  @ParameterizedTest
  @ValueSource(strings = {"word", "bpe"})
  void trainsReportsAndLeavesAModelWithItsTokenizer(String tokenizer) throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train(TINY, "--data=" + text, "--out=" + run, "--tokenizer=" + tokenizer, "--dropout=0.1",
        "--fill=the [MASK] sat"), spoken.err());
    var figures = new ObjectMapper().readTree(spoken.out());
    assertTrue(figures.get("accuracy").isNumber() && figures.get("loss").isNumber(), spoken.out());
    var report = Files.readString(Path.of(figures.get("report").asText()));
    assertTrue(report.contains("A BERT on text.txt") && report.contains("What it fills in"));
    assertTrue(report.contains("the [MASK] sat") && report.contains("share restored"));
    assertEquals(3, Files.readAllLines(run.resolve("samples").resolve("step-000003.txt")).size());
    var bert = HfBertFolder.open(run.resolve("model"));
    var tokens = Tokenizers.open(run.resolve("model"));
    assertEquals(tokens.size(), bert.config().vocabulary());
    for (var fact : List.of("vocabulary</dt><dd>" + tokens.size(), "hidden</dt><dd>64")) {
      assertTrue(report.contains("<dt>" + fact + "</dd>"), fact);
    }
    var riddle = new MaskedText(tokens, Files.readString(text), 24).ask(bert, "the [MASK] sat", 5);
    assertEquals(5, riddle.guesses().size());
    for (var guess : riddle.guesses()) {
      assertTrue(report.contains("%s %.1f %%".formatted(guess.word(), 100 * guess.probability())), guess.toString());
    }
  }

  @Test void aPresetGivesWayToFlagsAndLeavesTheRecipe() throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train(List.of("--preset=bert_s", "--steps=2", "--warmup=1", "--batch=8", "--eval-batches=1"),
        "--data=" + text, "--out=" + run), spoken.err());
    var report = Files.readString(run.resolve("report.html"));
    for (var setting : List.of("width", "96", "0.999", "5.0E-4")) assertTrue(report.contains(setting), setting);
    assertEquals(3, HfBertFolder.open(run.resolve("model")).config().depth());
  }

  @Test void readsWithAVocabularyThatIsThere() throws IOException {
    var learned = folder.resolve("tok");
    Symbols.words("the cat dog").save(learned);
    var run = folder.resolve("run");
    assertEquals(0, train(TINY, "--data=" + text, "--out=" + run, "--tokenizer=" + learned), spoken.err());
    assertEquals(8, Tokenizers.open(run.resolve("model")).size());
    BpeTrainer.train(List.of("the cat"), 260, List.of("<|endoftext|>")).save(learned);
    assertTrue(says("--data=" + text, "--tokenizer=" + learned, "--out=" + folder.resolve("b"))
        .contains("no token [PAD]"));
  }

  @Test void resumesWithItsOwnSettings() throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train(TINY, "--data=" + text, "--out=" + run), spoken.err());
    var first = new ObjectMapper().readTree(spoken.out());
    assertEquals(0, train(List.of(), "--resume=" + run), spoken.err());
    var again = new ObjectMapper().readTree(spoken.out());
    assertTrue(again.get("checkpoint").asText().endsWith("checkpoint-000006"), spoken.out());
    assertEquals(first.get("loss"), again.get("loss"));
    assertEquals(0, train(List.of(), "--resume=" + run.resolve("checkpoint-000006"), "--steps=9"), spoken.err());
    assertTrue(Files.exists(run.resolve("checkpoint-000009")));
  }

  @Test void beginsFromARunOrACheckpointOfOne() throws IOException {
    var base = folder.resolve("base");
    assertEquals(0, train(TINY, "--data=" + text, "--out=" + base, "--lr=0.01"), spoken.err());
    var learned = HfBertFolder.open(base.resolve("model")).words().weight().toFloats();
    var other = Files.writeString(folder.resolve("other.txt"), "the dog sat\na cat ran\n".repeat(30));
    for (var from : List.of(base, base.resolve("model"), base.resolve("checkpoint-000006"))) {
      var run = folder.resolve("from-" + from.getFileName());
      assertEquals(0, train(TINY, "--data=" + other, "--out=" + run, "--init-from=" + from, "--lr=1e-9",
          "--dropout=0.1"), spoken.err());
      assertArrayEquals(learned, HfBertFolder.open(run.resolve("model")).words().weight().toFloats(), 1e-6f);
      var tokens = Tokenizers.open(run.resolve("model"));
      assertEquals("mat", tokens.decode(tokens.encode("mat")));
      assertEquals(0, train(List.of(), "--resume=" + run), spoken.err());
    }
  }

  @Test void headsThatMaskedWordsDoNotReachStay() throws IOException {
    var base = pretrained(new BertConfig.Heads(true, true, true, true), 13);
    var run = folder.resolve("run");
    assertEquals(0, train(TINY, "--data=" + text, "--out=" + run, "--init-from=" + base, "--weight-decay=0.9"),
        spoken.err());
    var before = HfBertFolder.open(base);
    var after = HfBertFolder.open(run.resolve("model"));
    assertArrayEquals(before.pooler().weight().toFloats(), after.pooler().weight().toFloats());
    assertArrayEquals(before.next().weight().toFloats(), after.next().weight().toFloats());
    assertFalse(Arrays.equals(before.words().weight().toFloats(), after.words().weight().toFloats()));
  }

  /** A BERT of context 24 in a folder, with the words of the text. */
  private Path pretrained(BertConfig.Heads heads, int vocabulary) throws IOException {
    var base = folder.resolve("pretrained");
    HfBertFolder.save(Bert.of(new BertConfig(vocabulary, 24, 2, 16, 1, 2, 32, Activation.GELU, 1e-12, 0.1, 0, false,
        heads), Init.of(3).withStd(0.02)), base);
    Symbols.words(Files.readString(text)).save(base);
    return base;
  }

  @Test void aModelThatDoesNotFitIsRefusedInOneSentence() throws IOException {
    var data = "--data=" + text;
    var out = "--out=" + folder.resolve("run");
    var from = "--init-from=" + pretrained(BertConfig.Heads.NONE, 13);
    assertTrue(says(data, out, from).contains("no head for masked words"));
    pretrained(BertConfig.Heads.WORDS, 10);
    assertTrue(says(data, out, from).contains("has a tokenizer of 13 tokens, more than the 10 of its model"));
    pretrained(BertConfig.Heads.WORDS, 13);
    assertTrue(says(data, out, from, "--context=25").contains("--context 25 is more than the 24 of"));
    var json = folder.resolve("pretrained").resolve("config.json");
    var config = Files.readString(json);
    Files.writeString(json, config.replaceFirst("\"pad_token_id\": ?0", "\"pad_token_id\": 3"));
    assertTrue(says(data, out, from).contains("config.json has pad_token_id 3, its tokenizer 0"));
    Files.writeString(json, config.replaceFirst("\"model_type\": ?\"bert\"", "\"model_type\": \"gpt2\""));
    assertTrue(says(data, out, from).contains("model_type 'gpt2' is not one of bert"));
    assertTrue(says(data, out, "--init-from=" + folder.resolve("none")).contains("none: there is no such folder"));
    assertTrue(says(data, out, "--init-from=" + text).contains("text.txt"));
    assertFalse(Files.exists(folder.resolve("run").resolve("model")));
  }

  @Test void whatCannotBeIsSaidInOneSentence() throws IOException {
    assertTrue(says("--out=" + folder.resolve("a")).contains("--data FILE"));
    assertTrue(says("--data=" + text, "--heads=3", "--out=" + folder.resolve("b")).contains("multiple of --heads 3"));
    assertTrue(says("--data=" + text, "--context=4", "--out=" + folder.resolve("c")).contains("text 1 has 8 tokens"));
    assertTrue(says("--data=" + text, "--fill=a cat", "--out=" + folder.resolve("d")).contains("has no [MASK]"));
    assertTrue(says("--data=" + text, "--fill=[MASK]" + " cat".repeat(30), "--out=" + folder.resolve("e"))
        .contains("has 33 tokens, more than the context of 24"));
    assertTrue(says("--data=" + text, "--dropout=1", "--out=" + folder.resolve("f")).contains("--dropout 1.0"));
    var few = Files.writeString(folder.resolve("few.txt"), "one line\n");
    assertTrue(says("--data=" + few, "--out=" + folder.resolve("g")).contains("at least 10 are needed"));
  }

  private String says(String... args) {
    var flags = TINY.stream().filter(flag -> Stream.of(args).noneMatch(given ->
        given.startsWith(flag.substring(0, flag.indexOf('=') + 1)))).toList();
    assertTrue(train(flags, args) != 0, "was done");
    assertEquals(1, spoken.err().strip().lines().count(), spoken.err());
    return spoken.err();
  }
}
