package org.vitrail.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.vitrail.cli.report.Report.Chart;
import org.vitrail.cli.report.Report.Command;
import org.vitrail.cli.report.Report.Confusion;
import org.vitrail.cli.report.Report.Curve;
import org.vitrail.cli.report.Report.Exhibit;
import org.vitrail.cli.report.Report.Facts;
import org.vitrail.cli.report.Report.Figure;
import org.vitrail.cli.report.Report.Gallery;
import org.vitrail.cli.report.Report.Guess;
import org.vitrail.cli.report.Report.Overlay;
import org.vitrail.vit.data.Digits;
import org.vitrail.vit.image.Picture;

/** A report with invented numbers on real digits. */
final class Sample {
  private static final Digits DIGITS = Digits.load();
  private final Random random = new Random(5);

  static Report report() {
    return new Sample().build();
  }

  private Report build() {
    return new Report("A vision transformer reads handwritten digits",
        "Trained from random weights on 1,442 pictures, tested on 355 that it never saw.",
        List.of(new Figure("Accuracy", "98.3 %", "349 of 355 held out"), new Figure("Loss", "0.071", "held out, nats"),
            new Figure("Training", "94 s", "2,000 steps of 64"),
            new Figure("Parameters", "204,362", "4 blocks, 64 wide"),
            new Figure("Pace", "1,361/s", "pictures, 2 threads")),
        List.of(loss(), accuracy(), confusion(), mistakes(), attention(), configuration(), machine()),
        List.of(new Command("vitrail predict runs/demo digit.png", "Ask the model about a picture of your own"),
            new Command("vitrail train vit --data scenes --steps 1000",
                "Train on drawn scenes: 42 classes of shape and colour"),
            new Command("vitrail eval runs/demo --json", "Measure it again, for a program to read")));
  }

  private Chart loss() {
    int n = 2000;
    var steps = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
    var train = IntStream.range(0, n)
        .mapToDouble(i -> (2.2 * Math.exp(-i / 220.0) + 0.04) * Math.exp(0.35 * random.nextGaussian())).toArray();
    var tested = IntStream.rangeClosed(1, 20).mapToDouble(i -> i * 100).toArray();
    var test = IntStream.rangeClosed(1, 20).mapToDouble(i -> 1.9 * Math.exp(-i / 2.3) + 0.071).toArray();
    return new Chart("Loss", "step", "cross-entropy, nats",
        List.of(new Curve("training", steps, train), new Curve("held out", tested, test)), true);
  }

  private Chart accuracy() {
    var steps = IntStream.rangeClosed(0, 20).mapToDouble(i -> i * 100).toArray();
    var values = IntStream.rangeClosed(0, 20)
        .mapToDouble(i -> 98.3 - 88 * Math.exp(-i / 1.7) + 0.3 * random.nextGaussian()).toArray();
    return new Chart("Accuracy", "step", "per cent of held-out pictures",
        List.of(new Curve("held out", steps, values)), false);
  }

  private static Confusion confusion() {
    var counts = new int[10][10];
    for (int i : DIGITS.heldOut()) counts[DIGITS.labels()[i]][DIGITS.labels()[i]]++;
    int[][] mistakes = {{8, 1}, {8, 1}, {3, 9}, {5, 9}, {4, 9}, {1, 6}};
    for (var m : mistakes) {
      counts[m[0]][m[0]]--;
      counts[m[0]][m[1]]++;
    }
    return new Confusion("Where it errs", IntStream.range(0, 10).mapToObj(String::valueOf).toList(), counts);
  }

  private static Picture picture(int n) {
    var pixels = new byte[Digits.SIZE * Digits.SIZE];
    for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) (DIGITS.pixels()[n][i] * 255 / Digits.INK);
    return new Picture(Digits.SIZE, Digits.SIZE, 1, pixels);
  }

  private static Gallery mistakes() {
    var pictures = new ArrayList<Exhibit>();
    for (int k = 0; k < 6; k++) {
      int n = DIGITS.heldOut()[7 + 31 * k];
      int is = DIGITS.labels()[n];
      int taken = (is + 3) % 10;
      double sure = 0.97 - 0.09 * k;
      pictures.add(new Exhibit("A " + is + ", taken for " + taken, "A handwritten " + is, picture(n),
          List.of(new Guess("" + taken, sure, false), new Guess("" + is, (1 - sure) * 0.8, true),
              new Guess("" + (is + 5) % 10, (1 - sure) * 0.15, false)), List.of()));
    }
    return new Gallery("The most confident mistakes", "What the model was surest of and wrong about.", pictures);
  }

  private Gallery attention() {
    var pictures = new ArrayList<Exhibit>();
    for (int k = 0; k < 6; k++) {
      int n = DIGITS.heldOut()[3 + 17 * k];
      var overlays = new ArrayList<Overlay>();
      for (int head = 1; head <= 4; head++) {
        var weights = new float[4][4];
        for (int i = 0; i < 16; i++) {
          int y = i / 4 * 2;
          int x = i % 4 * 2;
          var pixels = DIGITS.pixels()[n];
          float ink = pixels[y * 8 + x] + pixels[y * 8 + x + 1] + pixels[y * 8 + 8 + x];
          weights[i / 4][i % 4] = (float) (ink * Math.pow(random.nextDouble(), 2)) + 1;
        }
        overlays.add(new Overlay("head " + head, weights));
      }
      int label = DIGITS.labels()[n];
      pictures.add(new Exhibit("A " + label, "A handwritten " + label, picture(n), List.of(), overlays));
    }
    return new Gallery("Where it looks", "The attention of the class token in the last block, head by head: light "
        + "falls where a patch counts.", pictures);
  }

  private static Facts configuration() {
    return new Facts("Configuration", ordered("picture", "8 x 8, grey", "patch", "2 x 2", "width", "64", "blocks", "4",
        "heads", "4", "optimiser", "AdamW, lr 1e-3, decay 0.05", "schedule", "warm-up 100 steps, cosine",
        "batch", "64", "seed", "1"));
  }

  private static Facts machine() {
    return new Facts("Machine", ordered("processor", "AMD EPYC, 2 threads", "vectors", "512 bits",
        "Java", "25.0.3+9-LTS", "system", "Linux amd64", "backend", "simd", "finished", "2026-11-23 15:42",
        "seconds", "94.2", "checkpoint", "runs/demo/checkpoint"));
  }

  private static Map<String, String> ordered(String... pairs) {
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) map.put(pairs[i], pairs[i + 1]);
    return map;
  }
}
