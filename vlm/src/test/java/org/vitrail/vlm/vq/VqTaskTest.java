package org.vitrail.vlm.vq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.nn.Init;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Dataset;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.nn.train.Interrupt;
import org.vitrail.nn.train.Outcome;
import org.vitrail.nn.train.Plan;
import org.vitrail.nn.train.Trainer;
import org.vitrail.vit.classify.Pixels;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Scenes;

class VqTaskTest {
  private static final VqConfig TINY = new VqConfig(32, 3, 32, 4, 16, List.of(new VqConfig.Level(16, 1, false)), 0,
      VqConfig.Centre.NONE, 4, 16, 32, 8, CodeNorm.NONE, true, 0, true);

  private static final VqTask.Recipe RECIPE = new VqTask.Recipe(new PictureLoss(0.5), 0.25, false, 10, 100);

  @TempDir Path folder;

  private static Dataset<Picture> scenes(String split, int count) {
    return Dataset.of(count, i -> new Picture(32, 32, 3, Scenes.item(split, i).pixels32()));
  }

  private Outcome train(Vq vq, Adversary adversary, int steps, boolean resumed, Path to) {
    var task = new VqTask(vq, RECIPE, adversary, scenes("test", 20));
    var batches = new Batches<Picture, PictureBatch>(scenes("train", 200), 8, 1,
        (pictures, random) -> new PictureBatch(Pixels.of(pictures)));
    var optimizer = new AdamW(Group.decaying(task.parameters().values(), 0.01, Group.MATRICES), 0.9, 0.95, 1e-8);
    var trainer = new Trainer<>(task, batches, optimizer, new Plan(steps, Schedule.constant(2e-3), 1), to);
    var interrupt = new Interrupt();
    return resumed ? trainer.resume(interrupt) : trainer.train(interrupt);
  }

  private static Adversary adversary() {
    return new Adversary(PatchDiscriminator.of(Init.of(3), 3, 8), 0.5, 30);
  }

  @Test void aRunThatWasStoppedGoesOnWithTheSameBits() throws IOException {
    var whole = Vq.of(TINY, Init.of(1));
    var parts = Vq.of(TINY, Init.of(1));
    var end = train(whole, adversary(), 56, false, folder.resolve("whole")).checkpoint();
    train(parts, adversary(), 48, false, folder.resolve("parts"));
    var resumed = train(Vq.of(TINY, Init.of(2)), adversary(), 56, true, folder.resolve("parts")).checkpoint();
    for (var file : List.of("model.safetensors", "optimizer.safetensors")) {
      assertArrayEquals(Files.readAllBytes(end.resolve(file)), Files.readAllBytes(resumed.resolve(file)), file);
    }
    var opened = VqFolder.open(end.toString());
    assertEquals(TINY, opened.config());
    assertEquals(56, opened.codebook().means().seen());
  }

  @Test void picturesComeBackFromTheirCodes() {
    var vq = Vq.of(TINY, Init.of(1));
    var before = Reconstruction.of(vq, scenes("test", 20));
    var measures = train(vq, null, 120, false, folder).metrics();
    assertTrue(measures.get("psnr") > before.psnr() + 5, before.measures() + " " + measures);
    assertTrue(measures.get("usage") > 0.5, measures.toString());
  }
}
