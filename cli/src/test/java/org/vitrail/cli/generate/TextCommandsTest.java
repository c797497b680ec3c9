package org.vitrail.cli.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.cli.Main;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.Spoken;
import org.vitrail.cli.options.DownloadOption;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.llm.train.Symbols;

/** Writes and talks as a user does, with a parrot. */
class TextCommandsTest {
  @TempDir private Path folder;
  private Spoken spoken = new Spoken();
  private Parrot parrot = new Parrot(100);
  private final List<String> opened = new ArrayList<>();

  private OpenModel open(String model, DownloadOption download) {
    opened.add(model);
    return model.equals("stranger") ? stranger() : parrot.open(null);
  }

  /** A parrot with letters of its own. */
  private OpenModel stranger() {
    try {
      var letters = RunTokenizer.make(Symbols.characters("abc")::save).tokenizer();
      return new OpenModel(parrot, letters, new int[0], new int[0], null, () -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int generate(String... args) {
    spoken = new Spoken();
    var all = new ArrayList<>(List.of("generate", "--model=parrot"));
    all.addAll(List.of(args));
    var in = new ByteArrayInputStream("from the pipe j\n".getBytes(StandardCharsets.UTF_8));
    return Main.run(spoken.console(false), all.toArray(String[]::new),
        new GenerateCommand(spoken.console(false), in, this::open));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(spoken.out());
  }

  @Test void writesWhatFollowsAndTellsThePace() {
    assertEquals(0, generate("--prompt=a", "-n=4", "--temp=0"), spoken.err());
    assertEquals("bcde\n", spoken.out());
    assertTrue(spoken.err().matches("(?s)prompt 2 tokens at .*/s, text 4 tokens at .*/s, ended by length\n"),
        spoken.err());
    assertTrue(parrot.closed);
    assertEquals(0, generate("--prompt=a", "-n=1", "--temp=0"), spoken.err());
    assertTrue(spoken.err().contains("text 1 token at "), spoken.err());
    assertEquals(0, generate("-n=2", "--temp=0.5", "--top-p=0.9", "--top-k=5", "--min-p=0.1", "--repeat-penalty=1.1",
        "--seed=3"), spoken.err());
    assertEquals("kl\n", spoken.out());
    assertTrue(spoken.err().endsWith("seed 3\n"));
  }

  @Test void stopsAndFiguresAndFiles() throws IOException {
    assertEquals(0, generate("--prompt=w", "--temp=0", "--json"), spoken.err());
    assertEquals("xyz", json().get("text").asText());
    assertEquals("end", json().get("finish").asText());
    assertEquals(4, json().get("tokens").asInt());
    var file = Files.writeString(folder.resolve("prompt.txt"), "a\r\n");
    assertEquals(0, generate("--prompt-file=" + file, "--temp=0", "--stop=f", "--stop=ijk"), spoken.err());
    assertEquals("bcde\n", spoken.out());
    Files.writeString(file, "a\n\nm\n");
    assertEquals(0, generate("--batch-file=" + file, "--temp=0", "-n=3"), spoken.err());
    assertEquals("> a\nbcd\n\n> m\nnop\n\n", spoken.out());
    assertEquals(0, generate("--batch-file=" + file, "--temp=0", "-n=3", "--json"), spoken.err());
    assertEquals("nop", json().get(1).get("text").asText());
  }

  /** Seconds that a text took, as its figures say. */
  private static double seconds(JsonNode text) {
    return text.get("tokens").asInt() / text.get("tokens_per_second").asDouble();
  }

  @Test void eachPromptOfAFileHasFiguresOfItsOwn() throws IOException {
    parrot.pause = 5;
    var file = Files.writeString(folder.resolve("prompts.txt"), "x\nabc\n" + "q".repeat(99) + "\n");
    assertEquals(0, generate("--batch-file=" + file, "--temp=0", "-n=20", "--json"), spoken.err());
    assertEquals(List.of(3, 20, 0), json().findValues("tokens").stream().map(JsonNode::asInt).toList());
    assertEquals(List.of(2, 4, 100), json().findValues("prompt_tokens").stream().map(JsonNode::asInt).toList());
    assertEquals(List.of("end", "length", "context"), json().findValuesAsText("finish"));
    assertTrue(seconds(json().get(0)) > 0 && seconds(json().get(0)) < seconds(json().get(1)) / 2, spoken.out());
    assertTrue(json().get(0).get("prompt_tokens_per_second").asDouble() > 0, spoken.out());
    assertEquals(0, json().get(2).get("tokens_per_second").asDouble());
    Files.writeString(file, "q".repeat(99) + "\n");
    assertEquals(0, generate("--batch-file=" + file, "--temp=0", "--json"), spoken.err());
    assertTrue(json().get(0).get("prompt_tokens_per_second").asDouble() >= 0, spoken.out());
  }

  @Test void aFullContextIsSaid() throws IOException {
    parrot = new Parrot(10);
    assertEquals(0, generate("--prompt=abc", "--temp=0"), spoken.err());
    assertEquals("defghi\n", spoken.out());
    assertTrue(spoken.err().contains("ended by context"), spoken.err());
    assertTrue(spoken.err().contains("the model's context of 10 tokens is full; a shorter prompt"), spoken.err());
    assertEquals(0, generate("--prompt=abc", "--temp=0", "--json"), spoken.err());
    assertEquals("context", json().get("finish").asText());
    assertEquals(0, generate("--prompt=abc", "--temp=0", "-n=6"), spoken.err());
    assertFalse(spoken.err().contains("full"), spoken.err());
    assertEquals(0, chat(false, "hi\n", this::template, "-n=9"), spoken.err());
    assertTrue(spoken.err().contains("(the model's context of 10 tokens is full)"), spoken.err());
  }

  @Test void beamsDraftsAndConstraints() throws IOException {
    assertEquals(0, generate("--prompt=a", "-n=4", "--beams=3"), spoken.err());
    assertEquals("bcde\n", spoken.out());
    assertEquals(0, generate("--prompt=a", "-n=9", "--temp=0", "--draft=small", "--json"), spoken.err());
    assertEquals("small", opened.getLast());
    assertEquals("bcdefghij", json().get("text").asText());
    assertEquals(json().get("draft_tokens"), json().get("draft_accepted"));
    assertEquals(0, generate("--prompt=abcabc", "-n=4", "--temp=0", "--lookup=2"), spoken.err());
    assertEquals("defg\n", spoken.out());
    assertEquals(0, generate("--prompt=a", "--temp=0", "--regex=[x-z]{2}|bo+b"), spoken.err());
    assertTrue(List.of("xy\n", "bob\n").contains(spoken.out()), spoken.out());
    var schema = Files.writeString(folder.resolve("schema.json"), "{\"enum\": [\"abc\", 12]}");
    assertEquals(0, generate("--prompt=a", "--temp=0", "--json-schema=" + schema), spoken.err());
    assertTrue(List.of("\"abc\"\n", "12\n").contains(spoken.out()), spoken.out());
    assertEquals(0, generate("--prompt=a", "--temp=0", "-n=3", "--json-schema={\"const\": \"abcdef\"}"), spoken.err());
    assertTrue(spoken.err().contains("breaks off before it is complete: raise -n 3"), spoken.err());
  }

  @Test void mistakesAreOneSentence() throws IOException {
    assertSentence("--temp -1.0 must be 0 or more", "--temp=-1");
    assertSentence("--top-p 2.0 must be between 0 and 1", "--top-p=2");
    assertSentence("-n 0 must be at least 1", "-n=0");
    assertSentence("leave --temp out", "--beams=2", "--temp=1");
    assertSentence("leave --stop out", "--beams=2", "--stop=x");
    assertSentence("give one of them", "--draft=x", "--lookup=2");
    assertSentence("--draft stranger has another vocabulary", "--prompt=a", "--draft=stranger");
    assertSentence("exclude each other", "--regex=a", "--json-schema={}");
    assertSentence("regular expression '(', character 2", "--regex=(");
    assertSentence("schema: JSON, line 1", "--json-schema={");
    assertSentence("nothing.json: there is no such file", "--json-schema=" + folder.resolve("nothing.json"));
    assertSentence("the prompt has 301 tokens, the model's context 100", "--prompt=" + "x".repeat(300));
    assertSentence("there is no prompt in it", "--batch-file=" + Files.writeString(folder.resolve("empty"), "\n"));
    assertSentence("latin1.txt is not UTF-8; convert it first", "--prompt-file="
        + Files.write(folder.resolve("latin1.txt"), new byte[] {'a', (byte) 0xE9}));
    assertSentence(folder + " is a folder; name a text file", "--batch-file=" + folder);
    assertEquals(2, generate("--prompt=a", "--prompt-file=b"));
  }

  /** As {@code | head -1} does. */
  @Test void endsWhenNobodyReads() {
    var closed = new PrintStream(new OutputStream() {
      @Override public void write(int b) throws IOException {
        throw new IOException("Broken pipe");
      }
    });
    var console = new Console(closed, closed, false, false, false);
    String[] args = {"generate", "--model=parrot", "--prompt=a", "-n=20", "--temp=0"};
    assertEquals(0, Main.run(console, args, new GenerateCommand(console, InputStream.nullInputStream(), this::open)));
    assertTrue(parrot.read < 5, parrot.read + " tokens were read");
  }

  private void assertSentence(String part, String... args) {
    assertEquals(1, generate(args), spoken.err());
    assertEquals(1, spoken.err().lines().count(), spoken.err());
    assertTrue(spoken.err().contains(part), spoken.err());
    assertFalse(spoken.err().contains("unexpected"), spoken.err());
  }

  private int chat(boolean interactive, String input, OpenModel.Chat template, String... args) {
    spoken = new Spoken();
    var all = new ArrayList<>(List.of("chat", "--model=parrot", "--temp=0"));
    all.addAll(List.of(args));
    return Main.run(spoken.console(false), all.toArray(String[]::new), new ChatCommand(spoken.console(false),
        new BufferedReader(new StringReader(input)), interactive, (model, _) -> parrot.open(template)));
  }

  private final List<List<OpenModel.Turn>> asked = new ArrayList<>();

  private int[] template(List<OpenModel.Turn> turns) {
    asked.add(List.copyOf(turns));
    var text = new StringBuilder();
    for (var turn : turns) text.append('<').append(turn.role().charAt(0)).append('>').append(turn.text());
    return parrot.encode(text + "<q");
  }

  @Test void talksFromAPipeAndReadsNothingTwice() {
    assertEquals(0, chat(false, "Hi!\nAnd now?\n", this::template, "-n=3", "--system=S"), spoken.err());
    assertEquals("rst\nrst\n", spoken.out());
    var roles = asked.getLast().stream().map(OpenModel.Turn::role).toList();
    assertEquals(List.of("system", "user", "assistant", "user"), roles);
    assertEquals("rst", asked.getLast().get(2).text());
    int first = "<s>S<u>Hi!<q".length() + 2;                  // of three tokens written the last one is not read
    int second = "a>rst<u>And now?<q".length() + 2;
    assertEquals(first + second, parrot.read);
    assertEquals("", spoken.err());
  }

  @Test void commandsAndPastedLines() {
    assertEquals(0, chat(true, "/help\n", this::template, "-n=2"), spoken.err());
    assertTrue(spoken.err().contains("/reset  forget"), spoken.err());
    var lines = "one\n/reset\ntwo\\\nthree\n/what\n/exit\nfour\n";
    assertEquals(0, chat(false, lines, this::template, "-n=2"), spoken.err());
    assertEquals("rs\nrs\n", spoken.out());
    assertEquals(1, asked.getLast().size());
    assertEquals("two\nthree", asked.getLast().getFirst().text());
    assertTrue(spoken.err().contains("/what is no command"), spoken.err());
    assertEquals(0, chat(true, "pasted\nlines", this::template, "-n=2"), spoken.err());
    assertEquals("pasted\nlines", asked.getLast().getFirst().text());
  }

  @Test void aModelWithoutATemplateGetsPlainText() {
    assertEquals(0, chat(false, "hello\n", null, "-n=3"), spoken.err());
    assertEquals("abc\n", spoken.out());
    assertTrue(spoken.err().contains("has no chat template"), spoken.err());
  }

  @Test void theOldestIsForgottenWhenTheContextIsFull() {
    parrot = new Parrot(40);
    var questions = "first question\nsecond question\nthird\n" + "x".repeat(60) + "\nok\n";
    assertEquals(0, chat(false, questions, this::template, "-n=3"), spoken.err());
    assertEquals(4, spoken.out().lines().count());
    assertTrue(spoken.err().contains("it forgot the oldest 1"), spoken.err());
    assertTrue(spoken.err().contains("the prompt has 65 tokens, the model's context 40"), spoken.err());
  }
}
