package org.vitrail.cli.contrastive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.cli.Main;
import org.vitrail.cli.TrainCommand;
import org.vitrail.cli.classify.PredictCommand;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.Spoken;
import org.vitrail.cli.train.TrainModelCommand;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.nn.train.Metrics;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.Embedder;
import org.vitrail.vlm.VisionText;

/** Trains models of two towers and uses them, as a user does; too small to be good. */
class ContrastiveCommandsTest {
  private static final List<String> TINY = List.of("--width=16", "--layers=1", "--text-layers=1", "--heads=2",
      "--patch=8", "--steps=4", "--batch=8", "--eval-every=2", "--checkpoint-every=2");

  @TempDir private Path folder;
  private Path pictures;
  private Spoken spoken;

  @BeforeEach void draw() throws IOException {
    pictures = Files.createDirectory(folder.resolve("pictures"));
    for (int i = 0; i < 30; i++) {
      var scene = Scenes.item("train", i);
      Files.write(pictures.resolve(i + ".png"), new Picture(64, 64, 3, scene.pixels64()).png());
      Files.writeString(pictures.resolve(i + ".txt"), scene.caption());
    }
  }

  private Console console() {
    spoken = new Spoken();
    return spoken.console(false);
  }

  private int train(String model, List<String> flags, String... more) {
    var console = console();
    var args = Stream.of(List.of("train", model, "--json"), flags, List.of(more)).flatMap(List::stream);
    return Main.run(console, args.toArray(String[]::new), TrainCommand.line(console));
  }

  private JsonNode figures() throws IOException {
    return new ObjectMapper().readTree(spoken.out());
  }

  @ParameterizedTest @ValueSource(strings = {"clip", "siglip", "llip"})
  void trainsOnPicturesOfAUser(String model) throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train(model, TINY, "--data=" + pictures, "--out=" + run), spoken.err());
    assertTrue(figures().get("R@1 picture to text").isNumber(), spoken.out());
    var report = Files.readString(run.resolve("report.html"));
    assertTrue(report.contains("Zero-shot labels") && report.contains("Search: “"), report);
    var finished = VisionText.open(run.resolve("model"));
    var checkpoint = VisionText.open(run.resolve("checkpoint-000004"));
    var picture = List.of(Picture.read(pictures.resolve("0.png")));
    var texts = List.of(Scenes.item("train", 0).caption(), "a red circle");
    assertArrayEquals(finished.scores(picture, texts)[0], checkpoint.scores(picture, texts)[0]);
  }

  @ParameterizedTest @ValueSource(strings = {"clip", "siglip", "llip"})
  void theRecipeMakesSense(String model) {
    var options = switch (model) {
      case "clip" -> new ClipOptions();
      case "siglip" -> new SiglipOptions();
      default -> new LlipOptions();
    };
    TrainModelCommand.parse(console(), options).check();
    assertEquals(64, options.learning.batch);
    assertEquals(0.98, options.learning.beta2);
  }

  @Test void trainsOnScenesWithResNetAndHardNegatives() throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train("clip", List.of("--steps=1", "--batch=10", "--items=40", "--heads=2", "--width=16",
        "--text-layers=1", "--tower=resnet", "--resnet-width=2", "--image-size=64", "--hard-negatives",
        "--noise=0.2", "--smoothing=0.1"), "--data=scenes", "--out=" + run), spoken.err());
    assertTrue(figures().get("zero-shot").isNumber());
  }

  @Test void aRunOnSomeFamiliesGoesOnWithThem() throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train("clip", TINY, "--items=40", "--families=single,pair", "--out=" + run), spoken.err());
    assertEquals(0, train("clip", List.of("--steps=5"), "--resume=" + run), spoken.err());
    var settings = Checkpoint.open(run).settings();
    assertEquals(List.of("single", "pair"), settings.get("families"));
  }

  @ParameterizedTest @ValueSource(strings = {"clip", "siglip", "llip"})
  void partsOfABatchMakeTheSameSteps(String model) throws IOException {
    var once = losses(model);
    assertArrayEquals(once, losses(model, "--gradient-cache=3"), 1e-4);
    assertTrue(once[0] != once[3], "nothing was learnt");
  }

  private double[] losses(String model, String... flags) throws IOException {
    var run = Files.createTempDirectory(folder, "run");
    var all = Stream.concat(TINY.stream(), Stream.of(flags)).toList();
    assertEquals(0, train(model, all, "--data=" + pictures, "--out=" + run), spoken.err());
    return Metrics.read(run).stream().mapToDouble(line -> ((Number) line.get("loss")).doubleValue()).toArray();
  }

  @Test void goesOnWhereItStopped() throws IOException {
    var whole = folder.resolve("whole");
    var parts = folder.resolve("parts");
    assertEquals(0, train("clip", TINY, "--data=" + pictures, "--out=" + whole), spoken.err());
    var half = TINY.stream().map(flag -> flag.equals("--steps=4") ? "--steps=2" : flag).toList();
    assertEquals(0, train("clip", half, "--data=" + pictures, "--lr=1e-3", "--out=" + parts), spoken.err());
    assertEquals(0, train("clip", List.of("--steps=4"), "--resume=" + parts), spoken.err());
    assertTrue(Files.exists(parts.resolve("checkpoint-000004")), spoken.err());
    var state = parts.resolve("checkpoint-000004/train_state.json").toFile();
    assertEquals(4, new ObjectMapper().readTree(state).get("step").asInt());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "--heads=3 | --width 64 must be a multiple of --heads 3",
      "--patch=7 | --patch 7 must divide the 32 pixels of the pictures",
      "--context=2 | --context 2 must be at least 3: a word, its beginning and its end",
      "--tower=resnet | --tower resnet halves pictures five times: give --image-size 64, or another multiple of 32 "
          + "above it",
      "--gradient-cache=-1 | --gradient-cache -1 must not be negative",
      "--noise=2 | --noise 2.0 must be between 0 and 1"})
  void refusesWhatMakesNoSense(String flag, String sentence) {
    assertEquals(1, train("clip", List.of(), flag));
    assertEquals("vitrail: " + sentence, spoken.err().strip());
  }

  private Path model() {
    var run = folder.resolve("run");
    assertEquals(0, train("clip", TINY, "--data=" + pictures, "--out=" + run), spoken.err());
    return run;
  }

  @Test void labelsEmbedsAndSearches() throws IOException {
    var model = model();
    Files.writeString(pictures.resolve("broken.png"), "no picture");
    var console = console();
    assertEquals(0, Main.run(console, new String[] {"zeroshot", "--model=" + model, "--labels=red circle,blue square",
        "--template=a {}", "--template=one {}", "--json", pictures.resolve("0.png").toString()},
        new ZeroShotCommand(console)), spoken.err());
    var labels = figures().get("images").get(0).get("labels");
    assertEquals(1, labels.get(0).get("probability").asDouble() + labels.get(1).get("probability").asDouble(), 1e-5);

    var index = folder.resolve("index");
    console = console();
    assertEquals(0, Main.run(console, new String[] {"embed", "--model=" + model, "--out=" + index, pictures.toString()},
        new EmbedCommand(console)), spoken.err());
    assertTrue(spoken.err().contains("left out: " + pictures.resolve("broken.png")), spoken.err());

    for (var where : List.of(index, pictures)) {
      console = console();
      var page = folder.resolve("page.html");
      assertEquals(0, Main.run(console, new String[] {"search", "--model=" + model, "--index=" + where, "--top=3",
          "--out=" + page, "a red circle"}, new SearchCommand(console)), spoken.err());
      assertEquals(3, spoken.out().lines().count(), spoken.out());
      assertTrue(Files.readString(page).contains("Pictures for “a red circle”"));
    }
  }

  @Test void aClassifierIsNotWhatItIs() {
    var model = model();
    var console = console();
    assertEquals(1, Main.run(console, new String[] {"predict", model + "", "a.png"}, new PredictCommand(console)));
    assertEquals("vitrail: " + model + " is a model of pictures and texts; ask it with: vitrail zeroshot "
        + "--model " + model + " --labels \"a cat,a dog\" PICTURE.png", spoken.err().strip());
  }

  @Test void picturesFindThemselves() throws IOException {
    var model = model();
    var console = console();
    assertEquals(0, Main.run(console, new String[] {"search", "--model=" + model, "--index=" + pictures, "--top=1",
        "--json", "--image=" + pictures.resolve("7.png")}, new SearchCommand(console)), spoken.err());
    var hit = figures().get("hits").get(0);
    assertEquals(pictures.resolve("7.png").toAbsolutePath().toString(), hit.get("image").asText());
    assertEquals(1, hit.get("similarity").asDouble(), 1e-5);
  }

  @Test void printsVectors() throws IOException {
    var model = model();
    var console = console();
    assertEquals(0, Main.run(console, new String[] {"embed", "--model=" + model, "--text=a red circle"},
        new EmbedCommand(console)), spoken.err());
    try (var embedder = Embedder.open(model)) {
      assertEquals(embedder.embed("a red circle")[0], figures().get("embedding").get(0).floatValue());
    }
  }

  @Test void saysWhatOfLabelsTheModelCannotRead() {
    var model = model();
    var console = console();
    assertEquals(0, Main.run(console, new String[] {"zeroshot", "--model=" + model, "--labels=circle,zebra",
        "--template=a {}", "--template=a" + " red".repeat(20) + " {}", pictures.resolve("0.png").toString()},
        new ZeroShotCommand(console)), spoken.err());
    assertTrue(spoken.err().contains("no token for 'zebra'"), spoken.err());
    assertTrue(spoken.err().contains("reads 18 tokens and cuts longer texts"), spoken.err());
  }

  @Test void saysThatCaptionsAreCut() throws IOException {
    Files.writeString(pictures.resolve("0.txt"), "red ".repeat(20).strip());
    model();
    assertTrue(spoken.err().contains("note: 1 of 24 captions are longer than --context 18 and are cut; the longest has "
        + "22 tokens"), spoken.err());
  }

  @Test void anIndexThatIsAFileIsRefusedAtOnce() throws IOException {
    var console = console();
    var file = Files.writeString(folder.resolve("index"), "");
    assertEquals(1, Main.run(console, new String[] {"embed", "--model=nowhere", "--out=" + file, pictures.toString()},
        new EmbedCommand(console)));
    assertEquals("vitrail: --out " + file + " is a file; name a folder for the index", spoken.err().strip());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "--labels=a,,b | --labels has an empty label; write \"a cat,a dog\"",
      "--labels=a --template=b | --template 'b' has no {}; write it where the label goes",
      "--labels=a --top=0 | --top 0 must be at least 1"})
  void saysWhatIsWrongWithLabels(String flags, String sentence) {
    var console = console();
    var args = Stream.of(Stream.of("zeroshot", "--model=" + folder), Stream.of(flags.split(" ")),
        Stream.of(pictures.toString())).flatMap(s -> s).toArray(String[]::new);
    assertEquals(1, Main.run(console, args, new ZeroShotCommand(console)));
    assertEquals("vitrail: " + sentence, spoken.err().strip());
  }

  @Test void saysWhereThereIsNoModel() {
    var console = console();
    assertEquals(1, Main.run(console, new String[] {"search", "--model=" + pictures, "--index=" + pictures, "a"},
        new SearchCommand(console)));
    assertEquals(1, spoken.err().strip().lines().count(), spoken.err());
  }
}
