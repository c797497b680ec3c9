package org.vitrail.cli.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.cli.Main;
import org.vitrail.cli.TrainCommand;
import org.vitrail.cli.console.Spoken;
import org.vitrail.cli.generate.ChatCommand;
import org.vitrail.cli.generate.LanguageModels;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.nn.Init;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.cm3.Cm3Tokens;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqConfig;
import org.vitrail.vlm.vq.VqFolder;

/** Tunes a CM3Leon and tells it what to do, as a user does; too small to be good. */
class InstructCommandTest {
  @TempDir private Path folder;
  private Path picture;
  private Spoken spoken;

  @BeforeEach void draw() throws IOException {
    VqFolder.save(Vq.of(VqConfig.extraSmall(), Init.of(1)), folder.resolve("vq"));
    picture = folder.resolve("scene.png");
    Files.write(picture, new Picture(64, 64, 3, Scenes.item("test", 0).pixels64()).png());
  }

  private int train(String... args) {
    spoken = new Spoken();
    return Main.run(spoken.console(false), Stream.concat(Stream.of("train"), Stream.of(args)).toArray(String[]::new),
        TrainCommand.line(spoken.console(false)));
  }

  private Path base(String... more) {
    var out = folder.resolve("cm3");
    var flags = Stream.concat(Stream.of("cm3leon", "--vq=" + folder.resolve("vq"), "--width=16", "--layers=1",
        "--heads=2", "--hidden=24", "--context=96", "--items=16", "--steps=1", "--batch=2", "--eval-every=0", "--out=" + out),
        Stream.of(more));
    assertEquals(0, train(flags.toArray(String[]::new)), spoken.err());
    return out;
  }

  private int tune(Path base, Path out, String... more) {
    var flags = Stream.concat(Stream.of("instruct", "--init-from=" + base, "--items=28", "--steps=4", "--batch=4",
        "--eval-every=4", "--checkpoint-every=2", "--out=" + out), Stream.of(more));
    return train(flags.toArray(String[]::new));
  }

  private String chat(Path model, String... lines) {
    var in = new BufferedReader(new StringReader(String.join("\n", lines)));
    spoken = new Spoken();
    assertEquals(0, Main.run(spoken.console(false), new String[] {"chat", "--model=" + model, "--seed=1",
      "--pictures=" + folder.resolve("painted")}, new ChatCommand(spoken.console(false), in, false, (name, _) ->
        LanguageModels.open(ModelFiles.find(name)))), spoken.err());
    return spoken.out();
  }

  @Test void aTunedModelKnowsItsTasks() throws IOException {
    var base = base();
    assertTrue(Cm3Tokens.of(MixedModel.open(base)).boxes());
    assertEquals(List.of(), List.copyOf(MixedModel.open(base).tasks()));
    var run = folder.resolve("tuned");
    assertEquals(0, tune(base, run), spoken.err());
    assertTrue(spoken.out().contains("abstain, right"), spoken.out());
    var report = Files.readString(run.resolve("report.html"));
    assertTrue(report.contains("Told to locate") && report.contains("Told to change"), report);
    for (var place : List.of(run, run.resolve("model"), Checkpoint.open(run).folder())) {
      assertEquals(List.of("paint", "describe", "answer", "change", "locate", "arrange", "fill"),
          List.copyOf(MixedModel.open(place).tasks()));
    }
    var said = chat(run, "a red circle", "/picture " + picture, "/picture " + picture + " what color is the circle?",
        "/picture " + picture + " change the red circle to blue", "/picture " + picture + " where is the zebra");
    assertEquals(5, said.lines().count(), said);
    assertTrue(spoken.err().contains("zebra"), spoken.err());
    try (var painted = Files.list(folder.resolve("painted"))) {
      assertEquals(2, painted.count(), "what is told is painted, and what is changed");
    }
  }

  @Test void aRunThatWasStoppedGoesOnWithTheSameBits() throws IOException {
    var base = base();
    var whole = folder.resolve("whole");
    var half = folder.resolve("half");
    for (var run : List.of(whole, half)) assertEquals(0, tune(base, run, "--tasks=answer,fill"), spoken.err());
    for (var part : List.of("checkpoint-000004", "model")) {
      try (var files = Files.walk(half.resolve(part))) {
        files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
      }
    }
    Files.move(base, folder.resolve("elsewhere"));
    assertEquals(0, train("instruct", "--resume=" + half), spoken.err());
    assertArrayEquals(weights(whole), weights(half));
  }

  private static byte[] weights(Path run) throws IOException {
    return Files.readAllBytes(Checkpoint.open(run).folder().resolve("model.safetensors"));
  }

  @Test void ofPicturesOfOnesOwnThereAreNoBoxes() throws IOException {
    var data = Files.createDirectory(folder.resolve("data"));
    for (int i = 0; i < 12; i++) {
      Files.write(data.resolve(i + ".png"), new Picture(32, 32, 3, Scenes.item("test", i).pixels32()).png());
      Files.writeString(data.resolve(i + ".txt"), Scenes.item("test", i).caption());
    }
    var base = base("--data=" + data);
    assertTrue(!Cm3Tokens.of(MixedModel.open(base)).boxes());
    assertEquals(1, tune(base, folder.resolve("tuned")));
    assertTrue(spoken.err().contains("leave locate and arrange out of --tasks"), spoken.err());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--seed=1|name the model to tune with --init-from",
    "--init-from=nowhere|nowhere",
    "--init-from=VQ|writes words and pictures",
    "--init-from=VQ --tasks=answer,dance|there is no task 'dance'",
    "--init-from=VQ --misleading=2|--misleading 2.0 must be between 0 and 1",
    "--init-from=VQ --items=0|--items 0 must be at least 1"
  })
  void mistakesAreOneSentence(String flags, String said) {
    var args = flags.replace("VQ", folder.resolve("vq").toString()).split(" ");
    assertTrue(train(Stream.of(Stream.of("instruct"), Stream.of(args), Stream.of("--out=" + folder.resolve("none")))
        .flatMap(all -> all).toArray(String[]::new)) != 0);
    assertTrue(spoken.err().contains(said), spoken.err());
    assertTrue(!spoken.err().contains("Exception"), spoken.err());
  }
}
