package org.vitrail.cli.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.cli.EvalCommand;
import org.vitrail.cli.Main;
import org.vitrail.cli.TrainCommand;
import org.vitrail.cli.console.Spoken;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Scenes;

/** Asks a model of two towers that has learned next to nothing. */
class ProbeCommandTest {
  @TempDir private static Path folder;
  private static Path run;

  private final Spoken spoken = new Spoken();

  @BeforeAll static void train() throws IOException {
    var spoken = new Spoken();
    run = folder.resolve("run");
    assertEquals(0, Main.run(spoken.console(false), new String[] {"train", "clip", "--data=scenes", "--items=64",
        "--width=8", "--layers=1", "--text-layers=1", "--heads=1", "--patch=16", "--steps=2", "--batch=8", "--warmup=1",
        "--eval-every=2", "--out=" + run}, TrainCommand.line(spoken.console(false))), spoken.err());
    for (int i = 0; i < 12; i++) {
      var scene = Scenes.scene("test", "single", i);
      var picture = new Picture(64, 64, 3, scene.pixels64()).png();
      var shape = scene.things().getFirst().kind().shape().word();
      write("captions/" + i + ".png", picture);
      write("captions/" + i + ".txt", scene.caption().getBytes());
      write("classes/" + shape + "/" + i + ".png", picture);
    }
    write("classes/circle/broken.png", new byte[] {1});
  }

  private static void write(String name, byte[] content) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.write(folder.resolve(name), content);
  }

  private int eval(String... args) {
    var all = new String[args.length + 1];
    all[0] = "eval";
    System.arraycopy(args, 0, all, 1, args.length);
    return Main.run(spoken.console(false), all, new EvalCommand(spoken.console(false)));
  }

  private JsonNode figures() throws IOException {
    return new ObjectMapper().readTree(spoken.out());
  }

  @Test void asksProbesAndReportsThem() throws IOException {
    var report = folder.resolve("out/probes.html");
    assertEquals(0, eval("--model", run.toString(), "--probes=relation,count", "--report=" + report, "--json"),
        spoken.err());
    var results = figures().get("results");
    assertEquals("relation", results.get(0).get("probe").asText());
    assertEquals("flip", results.get(0).get("metric").asText());
    assertEquals(400, results.get(0).get("n").asInt());
    assertEquals(0.5, results.get(0).get("chance").asDouble());
    assertTrue(results.get(0).get("lo").asDouble() <= results.get(0).get("value").asDouble());
    var html = Files.readString(report);
    for (var shown : new String[] {"At a glance", "Spatial relations: answers", "Counting: what is taken for what",
        "chance 16.7 %", "mean absolute error"}) {
      assertTrue(html.contains(shown), shown);
    }
    assertEquals(figures(), new ObjectMapper().readTree(Files.readString(folder.resolve("out/probes.json"))));
  }

  @Test void asksForTheClassesOfAFolder() throws IOException {
    assertEquals(0, eval(run.toString(), "--data=" + folder.resolve("classes"), "--template=a {}", "--template={}",
        "--json"), spoken.err());
    var result = figures().get("results").get(0);
    assertEquals(12, result.get("n").asInt());
    assertEquals("2 prompts, mean vector", result.get("variant").asText());
    assertTrue(spoken.err().contains("1 skipped:"), spoken.err());
    assertTrue(spoken.err().contains("broken.png: is no picture"), spoken.err());
  }

  @Test void searchesAmongPicturesWithCaptions() throws IOException {
    assertEquals(0, eval("--model=" + run, "--data=" + folder.resolve("captions"), "--whole"), spoken.err());
    assertTrue(spoken.out().contains("R@1"), spoken.out());
    assertTrue(spoken.out().contains("captions, text to picture"), spoken.out());
    assertTrue(Files.exists(run.resolve("eval.html")) && Files.exists(run.resolve("eval.json")));
  }

  @Test void refusesWhatIsNotThere() {
    assertFalse(eval("--model=" + run, "--probes=counting") == 0);
    assertTrue(spoken.err().contains("there is no probe 'counting'; there are all, zeroshot"), spoken.err());
    assertFalse(eval() == 0);
    assertTrue(spoken.err().contains("name one model, as in: vitrail eval --model runs/demo"), spoken.err());
    assertFalse(eval("--model=" + run, "--data=" + folder.resolve("classes"), "--template=a") == 0);
    assertTrue(spoken.err().contains("--template 'a' has no {}"), spoken.err());
    assertFalse(eval("--model=" + run, "--data=" + folder.resolve("absent")) == 0);
    assertTrue(spoken.err().contains("absent: is not there; name a folder of pictures"), spoken.err());
  }
}
