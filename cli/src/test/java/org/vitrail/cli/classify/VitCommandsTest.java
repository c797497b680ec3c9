package org.vitrail.cli.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.cli.DemoCommand;
import org.vitrail.cli.EvalCommand;
import org.vitrail.cli.Main;
import org.vitrail.cli.TrainCommand;
import org.vitrail.cli.console.Spoken;
import org.vitrail.cli.proof.ParityCommand;
import org.vitrail.vit.image.Picture;

/** Trains, evaluates and predicts as a user does, with models too small to be good. */
class VitCommandsTest {
  private static final String[] TINY = {"--patch=4", "--width=8", "--depth=1", "--heads=2", "--steps=6", "--batch=16",
      "--warmup=1", "--eval-every=3", "--checkpoint-every=3"};

  @TempDir private Path folder;
  private Spoken spoken;

  @BeforeEach void listen() {
    spoken = new Spoken();
  }

  private int vitrail(String... args) {
    spoken = new Spoken();
    var console = spoken.console(false);
    return Main.run(console, args, new DemoCommand(console), TrainCommand.line(console), new EvalCommand(console),
        new PredictCommand(console), new ParityCommand(console));
  }

  /** Trains a tiny model; {@code more} may say otherwise. */
  private int train(String... more) {
    var args = new ArrayList<>(List.of("train", "vit", "--json"));
    args.addAll(List.of(more));
    for (var flag : TINY) {
      var name = flag.substring(0, flag.indexOf('='));
      if (args.stream().noneMatch(given -> given.startsWith(name + "="))) args.add(flag);
    }
    return vitrail(args.toArray(String[]::new));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(spoken.out());
  }

  @Test void trainsReportsEvaluatesAndPredicts() throws IOException {
    var run = folder.resolve("run");
    assertEquals(0, train("--data=digits", "--out=" + run), spoken.err());
    var trained = json();
    assertEquals(List.of("accuracy", "loss", "seconds", "device", "checkpoint", "report"), names(trained));
    var report = Files.readString(Path.of(trained.get("report").asText()));
    assertTrue(report.contains("ViT on digits") && report.contains("held-out accuracy"));

    assertEquals(0, vitrail("eval", run.toString(), "--json"), spoken.err());
    assertEquals(trained.get("accuracy"), json().get("accuracy"));
    assertEquals(trained.get("loss").asDouble(), json().get("loss").asDouble(), 1e-6);

    var seven = Files.write(folder.resolve("seven.png"), new Picture(20, 30, 3, new byte[1800]).png());
    assertEquals(0, vitrail("predict", run.toString(), seven.toString(), "--top=10", "--json"), spoken.err());
    var predictions = json().get("images").get(0).get("predictions");
    double sum = 0;
    for (var prediction : predictions) sum += prediction.get("probability").asDouble();
    assertEquals(1, sum, 1e-5);
  }

  private static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test void aResumedRunTakesItsOwnSettingsAndEndsWithTheSameFigures() throws IOException {
    assertEquals(0, train("--data=digits", "--out=" + folder.resolve("whole")), spoken.err());
    var whole = json();
    var half = folder.resolve("half");
    assertEquals(0, train("--data=digits", "--out=" + half), spoken.err());
    deleteTheLastCheckpoint(half);
    assertEquals(0, vitrail("train", "vit", "--resume=" + half, "--json"), spoken.err());
    assertEquals(whole.get("loss"), json().get("loss"));
    assertEquals(Files.readString(folder.resolve("whole/metrics.jsonl")).lines().count(),
        Files.readString(half.resolve("metrics.jsonl")).lines().count());
  }

  /** As if the run had been killed between its two checkpoints. */
  private static void deleteTheLastCheckpoint(Path run) throws IOException {
    try (var folders = Files.list(run)) {
      var last = folders.filter(f -> f.getFileName().toString().startsWith("checkpoint-")).sorted().toList().getLast();
      try (var files = Files.list(last)) {
        for (var file : files.toList()) Files.delete(file);
      }
      Files.delete(last);
    }
  }

  @Test void settingsComeFromAFileAndFlagsGoBeforeThem() throws IOException {
    var config = Files.writeString(folder.resolve("tiny.json"), """
        {"data": "digits", "patch": 4, "width": 8, "depth": 1, "heads": 2, "steps": 9, "batch": 16, "warmup": 1}""");
    var run = folder.resolve("run");
    assertEquals(0, vitrail("train", "vit", "--config=" + config, "--steps=2", "--out=" + run), spoken.err());
    assertEquals(2, Files.readAllLines(run.resolve("metrics.jsonl")).size());
    Files.writeString(config, "{\"stepz\": 2}");
    assertEquals(1, vitrail("train", "vit", "--config=" + config));
    assertTrue(spoken.err().contains("'stepz' is no setting; there are agc, batch, "), spoken.err());
  }

  @Test void picturesInClassFoldersAreLearned() throws IOException {
    for (var name : List.of("dark", "light")) {
      Files.createDirectories(folder.resolve("photos").resolve(name));
      for (int i = 0; i < 20; i++) {
        var pixels = new byte[12 * 10 * 3];
        java.util.Arrays.fill(pixels, (byte) (name.equals("dark") ? i : 250 - i));
        Files.write(folder.resolve("photos/" + name + "/" + i + ".png"), new Picture(12, 10, 3, pixels).png());
      }
    }
    assertEquals(0, train("--data=" + folder.resolve("photos"), "--image-size=8", "--steps=30", "--lr=3e-3",
        "--out=" + folder.resolve("run")), spoken.err());
    assertEquals(1, json().get("accuracy").asDouble());
  }

  @Test void mistakesAreOneSentence() throws IOException {
    assertSentence("--width 10 must be a multiple of --heads 4", "train", "vit", "--width=10");
    assertSentence("--patch 3 must divide the 8x8 pixels", "train", "vit", "--patch=3");
    assertSentence("is no folder", "train", "vit", "--data=" + folder.resolve("nothing"));
    assertSentence("does not exist", "eval", folder.resolve("nothing").toString());
    assertSentence("does not exist", "predict", folder.resolve("nothing").toString(), "x.png");
    var run = folder.resolve("run");
    assertEquals(0, train("--data=digits", "--steps=2", "--out=" + run), spoken.err());
    assertSentence("there is no checkpoint in " + folder + "; name the folder of a run", "train", "vit",
        "--resume=" + folder);
    assertSentence("resume that run, or choose another folder", "train", "vit", "--patch=4", "--out=" + run);
    var text = Files.writeString(folder.resolve("text.png"), "this is no picture");
    assertSentence("text.png", "predict", run.toString(), text.toString());
    Files.createDirectories(folder.resolve("photos/cat"));
    Files.createDirectories(folder.resolve("photos/dog"));
    Files.writeString(folder.resolve("photos/cat/1.png"), "nor is this");
    assertSentence("1.png", "train", "vit", "--data=" + folder.resolve("photos"));
    assertEquals(1, vitrail("parity", folder.resolve("nothing").toString()));
    assertFalse(spoken.err().contains("Exception"));
  }

  private void assertSentence(String part, String... args) {
    assertEquals(1, vitrail(args), spoken.err());
    var complaint = spoken.err().lines().filter(line -> line.startsWith("vitrail: ")).toList();
    assertEquals(1, complaint.size(), spoken.err());
    assertTrue(complaint.getFirst().contains(part), spoken.err());
  }
}
