package org.vitrail.vlm.energy.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.autograd.Tape;
import org.vitrail.nn.Init;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Dataset;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.nn.train.Interrupt;
import org.vitrail.nn.train.Plan;
import org.vitrail.nn.train.Progress;
import org.vitrail.nn.train.Trainer;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.MlpEnergy;
import org.vitrail.vlm.energy.sample.Langevin;
import org.vitrail.vlm.energy.sample.Sampler;

class NegativesTest {
  private static final Sampler NEXT = (x, random) -> x.add(1);

  @Test void contrastiveDivergenceBeginsAtTheData() {
    var x = new ContrastiveDivergence(NEXT, 3).draw(Tensor.of(new float[] {0, 10}, 2, 1), RandomStream.of(1));
    assertArrayEquals(new double[] {3, 13}, x.toDoubles());
  }

  @Test void persistentChainsGoOnWhereTheyWere() {
    var chains = PersistentChains.from(Tensor.zeros(4, 1), NEXT, 2);
    chains.draw(Tensor.ones(2, 1), RandomStream.of(1));
    assertArrayEquals(new double[] {4, 4, 4, 4}, chains.draw(Tensor.ones(2, 1), RandomStream.of(1)).toDoubles());
    assertEquals("[chains]", chains.parameters().keySet().toString());
  }

  @Test void aBufferTakesBackWhatItGave() {
    var buffer = ReplayBuffer.of(NEXT, 2, 0, -1, 1, 50, Shape.of(3), RandomStream.of(1));
    var before = buffer.samples().toDoubles();
    var drawn = buffer.draw(Tensor.zeros(20, 3), RandomStream.of(2));
    var after = buffer.samples().toDoubles();
    int changed = 0;
    for (int i = 0; i < before.length; i++) {
      double by = after[i] - before[i];
      assertTrue(by == 0 || Math.abs(by - 2) < 1e-6, "moved by " + by);
      if (by != 0) changed++;
    }
    assertEquals(20 * 3, changed);
    assertEquals(Arrays.stream(after).sum() - Arrays.stream(before).sum(), 120, 1e-3);
    assertEquals(Shape.of(20, 3), drawn.shape());
    assertThrows(IllegalArgumentException.class, () -> buffer.draw(Tensor.zeros(51, 3), RandomStream.of(1)));
  }

  @Test void aShareOfABuffersChainsBeginsAtNoise() {
    Sampler still = (x, random) -> x;
    var buffer = ReplayBuffer.of(still, 1, 0.05, -1, 1, 4000, Shape.of(1), RandomStream.of(1));
    buffer.samples().assign(buffer.samples().fullLike(1));
    assertEquals(1, buffer.saturation());
    var drawn = buffer.draw(Tensor.zeros(4000, 1), RandomStream.of(2));
    double anew = Arrays.stream(drawn.toDoubles()).filter(x -> x != 1).count() / 4000.0;
    assertEquals(0.05, anew, 0.015);
    assertEquals(1 - anew, buffer.saturation(), 1e-6);
  }

  @Test void theLossIsTheGapAndItsPenalty() {
    var model = MlpEnergy.of(Init.of(1), 1, 4);
    var up = Tensor.of(new float[] {1, 2}, 2, 1);
    var down = Tensor.of(new float[] {3, 5}, 2, 1);
    assertEquals(1.5 - 4 + 0.5 * (2.5 + 17), new PhaseLoss(0.5).of(x -> x.squeeze(1), up, down).item(), 1e-6);
    var gradients = Tape.gradients(() -> new PhaseLoss(1).of(model, up, down));
    assertTrue(gradients.find(model.last().weight()).isPresent());
  }

  @Test void aRunThatWasStoppedResumesWithTheSameChains(@TempDir Path folder) throws IOException {
    var whole = trainer(1, folder.resolve("whole")).train(new Interrupt());
    var interrupt = new Interrupt();
    trainer(1, folder.resolve("parts")).progress(new Progress() {
      @Override public void stepped(Step step) {
        if (step.step() == 4) interrupt.request();
      }
    }).train(interrupt);
    var resumed = trainer(2, folder.resolve("parts")).resume(new Interrupt());
    for (var file : new String[] {"model.safetensors", "optimizer.safetensors"}) {
      assertArrayEquals(Files.readAllBytes(whole.checkpoint().resolve(file)),
          Files.readAllBytes(resumed.checkpoint().resolve(file)), file);
    }
    assertNotEquals(-1, new String(Files.readAllBytes(whole.checkpoint().resolve("model.safetensors")),
        java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("negatives.chains"));
  }

  private static Trainer<Tensor> trainer(long seed, Path folder) {
    var model = MlpEnergy.of(Init.of(seed), 2, 8);
    var chains = PersistentChains.from(RandomStream.of(seed).normal(Shape.of(16, 2), 0, 1),
        new Langevin(model, 0.1), 5);
    var task = new EnergyTask(model, chains, new PhaseLoss(0.1), 0.05);
    var data = Dataset.of(64, i -> RandomStream.of(9).at("x." + i).normal(Shape.of(2), 1, 0.3));
    var batches = new Batches<>(data, 16, 3, (examples, random) -> Shaping.stack(0, examples));
    return new Trainer<>(task, batches, new AdamW(Group.of(model.parameters().values(), 0)),
        new Plan(9, Schedule.constant(0.01), 7), folder);
  }
}
