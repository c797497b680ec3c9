package org.vitrail.cli.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.params.provider.ValueSource;
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
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqConfig;
import org.vitrail.vlm.vq.VqFolder;

/** Trains models of words and pictures and uses them, as a user does; too small to be good. */
class MixedCommandsTest {
  private static final List<String> TINY = List.of("--width=16", "--layers=1", "--heads=2", "--hidden=24", "--items=64",
      "--steps=4", "--batch=8", "--eval-every=2", "--checkpoint-every=2", "--families=single,pair");

  @TempDir private Path folder;
  private Path vq;
  private Path picture;
  private Spoken spoken;

  @BeforeEach void draw() throws IOException {
    vq = folder.resolve("vq");
    VqFolder.save(Vq.of(VqConfig.extraSmall(), Init.of(1)), vq);
    picture = folder.resolve("scene.png");
    Files.write(picture, new Picture(64, 64, 3, Scenes.item("test", 0).pixels64()).png());
  }

  private int run(Object command, String... args) {
    return Main.run(spoken.console(false), args, command);
  }

  private int train(String model, String... more) {
    spoken = new Spoken();
    var args = Stream.of(List.of("train", model, "--json"), TINY, List.of(more)).flatMap(List::stream);
    return run(TrainCommand.line(spoken.console(false)), args.toArray(String[]::new));
  }

  private int caption(String... args) {
    spoken = new Spoken();
    return run(new CaptionCommand(spoken.console(false)), args);
  }

  private int imagine(String... args) {
    spoken = new Spoken();
    return run(new ImagineCommand(spoken.console(false)), args);
  }

  private JsonNode figures() throws IOException {
    return new ObjectMapper().readTree(spoken.out());
  }

  private Path trained(String model) {
    var out = folder.resolve(model);
    assertEquals(0, train(model, "--vq=" + vq, "--out=" + out), spoken.err());
    return out;
  }

  @ParameterizedTest @ValueSource(strings = {"chameleon", "cm3leon"})
  void whatIsTrainedCaptionsAndImagines(String kind) throws IOException {
    var run = trained(kind);
    var report = Files.readString(run.resolve("report.html"));
    assertTrue(report.contains("Imagined") && report.contains("Through the tokenizer"), report);
    assertEquals(0, caption("caption", "--model=" + run, "--json", picture.toString()), spoken.err());
    assertTrue(figures().get("captions").get(0).get("caption").isTextual(), spoken.out());
    var out = folder.resolve("imagined");
    assertEquals(0, imagine("imagine", "--model=" + run, "-n=2", "--out=" + out, "--seed=3", "--guidance=2",
        "a red circle"), spoken.err());
    assertEquals(32, Picture.read(out.resolve("02.png")).width());
    assertTrue(Files.readString(out.resolve("index.html")).contains("a red circle"));
    assertTrue(Files.readString(out.resolve("index.html")).contains("How the first one formed"));
    var first = Files.readAllBytes(out.resolve("01.png"));
    assertEquals(0, imagine("imagine", "--model=" + run, "-n=1", "--out=" + out, "--seed=3", "--guidance=2",
        "a red circle"), spoken.err());
    assertArrayEquals(first, Files.readAllBytes(out.resolve("01.png")), "the same seed paints the same picture");
  }

  @ParameterizedTest @ValueSource(strings = {"chameleon", "cm3leon"})
  void aRunThatWasStoppedGoesOnWithTheSameBits(String kind) throws IOException {
    var whole = trained(kind);
    var half = folder.resolve("half");
    assertEquals(0, train(kind, "--vq=" + vq, "--out=" + half), spoken.err());
    try (var files = Files.walk(half.resolve("checkpoint-000004"))) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    }
    Files.delete(half.resolve("report.html"));
    spoken = new Spoken();
    assertEquals(0, run(TrainCommand.line(spoken.console(false)), "train", kind, "--json", "--resume=" + half), spoken.err());
    assertArrayEquals(weights(whole), weights(half));
  }

  private static byte[] weights(Path run) throws IOException {
    return Files.readAllBytes(Checkpoint.open(run).folder().resolve("model.safetensors"));
  }

  @Test void aGapIsFilled() throws IOException {
    var run = trained("cm3leon");
    spoken = new Spoken();
    assertEquals(0, run(new InfillCommand(spoken.console(false)), "infill", "--model=" + run, "--image=" + picture, "--json",
        "a large [MASK] cross"), spoken.err());
    assertTrue(figures().get("text").textValue().matches("a large .+ cross"), spoken.out());
    var out = folder.resolve("infilled.png");
    spoken = new Spoken();
    assertEquals(0, run(new InfillCommand(spoken.console(false)), "infill", "--model=" + run, "--image=" + picture,
        "--erase=5-6", "--out=" + out, "a red circle"), spoken.err());
    assertEquals(32, Picture.read(out).width());
  }

  @Test void whatIsReadAgainIsTheSameModel() throws IOException {
    var run = trained("cm3leon");
    var model = MixedModel.open(run);
    model.save(folder.resolve("copy"));
    var copy = MixedModel.open(folder.resolve("copy"));
    assertEquals(model.vocabulary().size(), copy.vocabulary().size());
    var picturesOf = List.of(Picture.read(picture));
    assertArrayEquals(model.codes(picturesOf), copy.codes(picturesOf));
  }

  @Test void aChatIsShownPicturesAndShowsSome() {
    var run = trained("chameleon");
    var in = new BufferedReader(new StringReader("a red circle\n/picture " + picture + "\n/picture none.png\n/exit\n"));
    spoken = new Spoken();
    assertEquals(0, run(new ChatCommand(spoken.console(false), in, false, (name, _) -> LanguageModels.open(
        ModelFiles.find(name))), "chat", "--model=" + run, "--pictures=" + folder.resolve("chat"), "--seed=1"), spoken.err());
    assertTrue(spoken.err().contains("none.png"), spoken.err());
    assertEquals(2, spoken.out().lines().count(), spoken.out());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--seed=1|name the tokenizer of pictures with --vq",
    "--vq=nowhere|nowhere",
    "--vq=VQ --context=20|give --context",
    "--vq=VQ --norm=around|there are before and after",
    "--vq=VQ --dropout=0.1 --norm=after|--dropout goes with --norm before",
    "--vq=VQ --z-loss=-1|--z-loss -1.0 must not be negative"
  })
  void mistakesAreOneSentence(String flags, String said) {
    var args = flags.replace("VQ", vq.toString()).split(" ");
    assertTrue(train("chameleon", Stream.concat(Stream.of(args), Stream.of("--out=" + folder.resolve("none")))
        .toArray(String[]::new)) != 0);
    assertTrue(spoken.err().contains(said), spoken.err());
    assertTrue(!spoken.err().contains("Exception"), spoken.err());
  }

  @Test void modelsOfAnotherKindAreRefused() {
    assertEquals(1, caption("caption", "--model=" + vq, picture.toString()));
    assertTrue(spoken.err().contains("writes words and pictures"), spoken.err());
    var run = trained("chameleon");
    spoken = new Spoken();
    assertEquals(1, run(new InfillCommand(spoken.console(false)), "infill", "--model=" + run, "--image=" + picture,
        "a [MASK] cross"));
    assertTrue(spoken.err().contains("knows no gaps"), spoken.err());
  }
}
