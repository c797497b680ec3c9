package org.vitrail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.llm.bert.HfBertFolder;
import org.vitrail.llm.token.BpeTrainer;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.llm.train.MaskedText;
import org.vitrail.llm.train.Symbols;

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
