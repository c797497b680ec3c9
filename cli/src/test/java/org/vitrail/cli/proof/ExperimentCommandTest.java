package org.vitrail.cli.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.vitrail.cli.Main;
import org.vitrail.cli.console.Spoken;
import org.vitrail.vlm.experiment.Experiment;
import org.vitrail.vlm.experiment.Finding;

class ExperimentCommandTest {
  private Spoken spoken;

  private record Coin(double heads) implements Experiment {
    @Override public String name() {
      return "coin";
    }

    @Override public String about() {
      return "a coin thrown";
    }

    @Override public List<Finding> run(long seed, Consumer<String> progress) {
      progress.accept("throwing");
      return List.of(new Finding("heads", heads, 0.4, 0.6), Finding.above("throws", seed, 3),
          Finding.reported("edge", 0));
    }
  }

  private int vitrail(double heads, String... args) {
    spoken = new Spoken();
    var console = spoken.console(false);
    return Main.run(console, args, new ExperimentCommand(console, List.of(new Coin(heads))));
  }

  @Test void listsThem() {
    assertEquals(0, vitrail(0.5, "experiment"));
    assertTrue(spoken.out().contains("coin  a coin thrown"), spoken.out());
  }

  @Test void saysWhatIsMissed() {
    assertEquals(0, vitrail(0.5, "experiment", "coin", "--seed", "4"));
    assertTrue(spoken.err().contains("throwing"));
    assertFalse(spoken.out().contains("MISSED"));
    assertEquals(1, vitrail(0.7, "experiment", "coin", "--seed", "4"));
    assertEquals("heads      0.7000  0.4000 to 0.6000  MISSED", spoken.out().lines().findFirst().orElseThrow());
  }

  @Test void givesItsFigures() throws IOException {
    assertEquals(1, vitrail(0.5, "experiment", "coin", "--json"));
    var figures = new ObjectMapper().readTree(spoken.out());
    assertEquals(1, figures.get("seed").asInt());
    assertTrue(figures.get("findings").get(0).get("met").asBoolean());
    assertFalse(figures.get("findings").get(1).get("met").asBoolean());
    assertTrue(figures.get("findings").get(1).get("high").isNull());
  }

  @Test void anUnknownOneIsNamed() {
    assertEquals(1, vitrail(0.5, "experiment", "dice"));
    assertTrue(spoken.err().contains("no experiment 'dice'; there are coin"), spoken.err());
  }
}
