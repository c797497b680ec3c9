package org.vitrail.cli.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.cli.Main;
import org.vitrail.cli.TrainCommand;
import org.vitrail.cli.console.Spoken;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.vlm.vq.VqFolder;

/** Trains a tokenizer of pictures, as a user does; too small to be good. */
class VqCommandTest {
  @TempDir private Path folder;
  private Spoken spoken;

  private int train(String... more) {
    spoken = new Spoken();
    var args = Stream.concat(Stream.of("train", "vq"), Stream.of(more));
    return Main.run(spoken.console(false), args.toArray(String[]::new), TrainCommand.line(spoken.console(false)));
  }

  private Path trained(String name, String... more) {
    var out = folder.resolve(name);
    var flags = Stream.concat(Stream.of("--items=24", "--families=single", "--steps=4", "--batch=4", "--eval-every=4",
        "--checkpoint-every=2", "--out=" + out), Stream.of(more));
    assertEquals(0, train(flags.toArray(String[]::new)), spoken.err());
    return out;
  }

  @Test void whatIsTrainedOpensAndIsReported() throws IOException {
    var run = trained("vq", "--codes=20", "--gan=0.1", "--gan-start=2");
    assertTrue(spoken.out().contains("psnr"), spoken.out());
    assertEquals(20, VqFolder.open(run.toString()).codes());
    assertTrue(Files.readString(run.resolve("report.html")).contains("Pictures and what their codes keep"));
  }

  @Test void aRunThatWasStoppedGoesOnWithTheSameBits() throws IOException {
    var whole = trained("whole");
    var half = trained("half");
    try (var files = Files.walk(half.resolve("checkpoint-000004"))) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    }
    Files.delete(half.resolve("report.html"));
    assertEquals(0, train("--resume=" + half), spoken.err());
    assertArrayEquals(weights(whole), weights(half));
  }

  private static byte[] weights(Path run) throws IOException {
    return Files.readAllBytes(Checkpoint.open(run).folder().resolve("model.safetensors"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--codes=1|--codes 1 must be at least 2",
    "--image-size=33|--image-size 33 must be a multiple of the 8 pixels",
    "--image-size=16|scenes have 32 or 64 pixels",
    "--beta=-1|--beta -1.0 must not be negative",
    "--families=none|scene family 'none' is unknown",
    "--data=nowhere|nowhere"
  })
  void mistakesAreOneSentence(String flags, String said) {
    assertTrue(train(Stream.concat(Stream.of(flags.split(" ")), Stream.of("--out=" + folder.resolve("none")))
        .toArray(String[]::new)) != 0);
    assertTrue(spoken.err().contains(said), spoken.err());
    assertTrue(!spoken.err().contains("Exception"), spoken.err());
  }
}
