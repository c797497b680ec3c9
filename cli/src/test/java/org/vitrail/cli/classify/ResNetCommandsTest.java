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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.cli.EvalCommand;
import org.vitrail.cli.Main;
import org.vitrail.cli.TrainCommand;
import org.vitrail.cli.console.Spoken;
import org.vitrail.vit.image.Picture;

/** Trains, evaluates and predicts with convolutional networks too small to be good. */
class ResNetCommandsTest {
  private static final List<String> TINY = List.of("--widths=4,8", "--depths=1,2", "--stem-width=4", "--steps=4",
      "--batch=16", "--eval-every=2", "--checkpoint-every=2");

  @TempDir private Path folder;
  private Spoken spoken;

  private int vitrail(String... args) {
    spoken = new Spoken();
    var console = spoken.console(false);
    return Main.run(console, args, TrainCommand.line(console), new EvalCommand(console), new PredictCommand(console));
  }

  /** Trains a tiny model; {@code more} may say otherwise. */
  private int train(String model, String... more) {
    var args = new ArrayList<>(List.of("train", model, "--json"));
    args.addAll(List.of(more));
    for (var flag : TINY) {
      var name = flag.substring(0, flag.indexOf('=') + 1);
      if (args.stream().noneMatch(given -> given.startsWith(name))) args.add(flag);
    }
    return vitrail(args.toArray(String[]::new));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(spoken.out());
  }

  @ParameterizedTest
  @CsvSource({"resnet, ResNet on digits", "nf-resnet, NF-ResNet on digits"})
  void trainsResumesEvaluatesAndPredicts(String model, String title) throws IOException {
    var run = folder.resolve("run").toString();
    assertEquals(0, train(model, "--out=" + run), spoken.err());
    var trained = json();
    var report = Files.readString(Path.of(trained.get("report").asText()));
    assertTrue(report.contains(title) && !report.contains("Where the model looks"));
    assertEquals(0, vitrail("train", model, "--resume=" + run, "--steps=6", "--json"), spoken.err());
    assertEquals(6, Files.readAllLines(Path.of(run, "metrics.jsonl")).size());
    trained = json();
    assertEquals(0, vitrail("eval", run, "--json"), spoken.err());
    assertEquals(trained.get("loss").asDouble(), json().get("loss").asDouble(), 1e-6);
    var black = Files.write(folder.resolve("black.png"), new Picture(20, 30, 3, new byte[1800]).png());
    assertEquals(0, vitrail("predict", run, black.toString(), "--json"), spoken.err());
    assertEquals(5, json().get("images").get(0).get("predictions").size());
  }

  @ParameterizedTest
  @CsvSource({"resnet, 0.05", "nf-resnet, 0.1"})
  void learnsDigits(String model, String rate) throws IOException {
    assertEquals(0, train(model, "--widths=8,16", "--steps=300", "--batch=32", "--lr=" + rate, "--eval-every=0",
        "--checkpoint-every=0", "--out=" + folder.resolve("run")), spoken.err());
    double accuracy = json().get("accuracy").asDouble();
    assertTrue(accuracy > 0.6, "accuracy " + accuracy);
  }

  @Test void adaptiveClippingWithEitherOptimizer() throws IOException {
    assertEquals(0, train("nf-resnet", "--agc=0.1", "--optimizer=adamw", "--lr=1e-3", "--skip-init",
        "--out=" + folder.resolve("run")), spoken.err());
    assertTrue(Double.isFinite(json().get("loss").asDouble()));
  }

  @Test void mistakesAreOneSentence() {
    assertSentence("--widths names 3 stages, --depths 2", "resnet", "--widths=1,2,3");
    assertSentence("--widths 3 is too narrow", "resnet", "--bottleneck", "--widths=3,4");
    assertSentence("no activation is called 'mish'", "nf-resnet", "--activation=mish");
    assertSentence("has no constant for quick_gelu", "nf-resnet", "--activation=quick_gelu");
    assertSentence("--alpha must be greater than 0", "nf-resnet", "--alpha=0");
    assertSentence("--steps and --batch must be at least 1", "resnet", "--batch=0");
  }

  private void assertSentence(String part, String model, String... flags) {
    assertEquals(1, train(model, flags), spoken.err());
    var complaint = spoken.err().lines().filter(line -> line.startsWith("vitrail: ")).toList();
    assertEquals(1, complaint.size(), spoken.err());
    assertTrue(complaint.getFirst().contains(part), spoken.err());
    assertFalse(spoken.err().contains("Exception"));
  }
}
