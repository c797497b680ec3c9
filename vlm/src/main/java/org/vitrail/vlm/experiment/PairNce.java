package org.vitrail.vlm.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Raster;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.energy.JointEnergy;
import org.vitrail.vlm.nce.NoiseContrast;

/**
 * Pictures with their captions against pictures with captions drawn from all: the energy of a pair learns which is
 * which, one yes or no for each pair, without a batch to choose from. It is what the sigmoid loss of SigLIP grew from.
 */
public record PairNce(int pictures, int steps, int heldOut) implements Experiment {
  private static final int BATCH = 64;
  private static final int NU = 4;

  public PairNce() {
    this(8000, 1500, 1000);
  }

  /** Pictures (n, 3, 32, 32) and the ids of their captions (n, 18). */
  private record Pairs(Tensor pixels, Tensor ids) {
    static Pairs of(String split, int count) {
      var pixels = new float[count * 3 * 32 * 32];
      var ids = new int[count * Vocabulary.LENGTH];
      for (int i = 0; i < count; i++) {
        var scene = Scenes.item(split, i);
        Raster.planes(scene.pixels32(), pixels, i * 3 * 32 * 32);
        var words = Vocabulary.ids(scene.caption());
        System.arraycopy(words, 0, ids, i * Vocabulary.LENGTH, words.length);
      }
      return new Pairs(Tensor.of(pixels, count, 3, 32, 32), Tensor.of(ids, count, Vocabulary.LENGTH));
    }

    Pairs at(int... places) {
      return new Pairs(pixels.indexSelect(0, Tensor.of(places, places.length)), texts(places));
    }

    Tensor texts(int... places) {
      return ids.indexSelect(0, Tensor.of(places, places.length));
    }
  }

  @Override public String name() {
    return "nce-pairs";
  }

  @Override public String about() {
    return "scenes with their captions against captions drawn at random: two towers, one yes or no a pair";
  }

  @Override public List<Finding> run(long seed, Consumer<String> progress) {
    var pairs = Pairs.of("train", pictures);
    var model = SmallTowers.of(Init.of(seed).withStd(0.1));
    var random = RandomStream.of(seed);
    var optimizer = new AdamW(Group.decaying(model.parameters().values(), 0.05, Group.MATRICES), 0.9, 0.98, 1e-8);
    new Fit(steps, Schedule.cosine(1e-3, 0, steps).afterWarmup(50), random, progress)
        .minimise(optimizer, step -> loss(model, pairs, random.at("data." + step)));
    return judge(new JointEnergy(model), random.at("test"));
  }

  /**
   * Each picture beside its own text and beside ν others; the density of texts is unknown, so nothing corrects for it.
   */
  private Tensor loss(SmallTowers model, Pairs pairs, RandomStream random) {
    var batch = pairs.at(places(BATCH, random));
    var images = model.encodeImages(batch.pixels);
    var contrast = new NoiseContrast(NU, false);
    var wrong = model.encodeTexts(pairs.texts(places(BATCH * NU, random)));
    var drawn = model.logits(images, wrong).reshape(BATCH, BATCH, NU).diagonal(0, 1);           // (nu, batch)
    var matched = model.logits(images, model.encodeTexts(batch.ids)).diagonal(0, 1);
    return contrast.loss(contrast.logits(matched, null), contrast.logits(drawn, null));
  }

  private int[] places(int n, RandomStream random) {
    return IntStream.generate(() -> random.nextInt(pictures)).limit(n).toArray();
  }

  private List<Finding> judge(JointEnergy energy, RandomStream random) {
    var test = Pairs.of("test", heldOut);
    int[] others = IntStream.range(0, heldOut).map(i -> (i + 1 + random.nextInt(heldOut - 1)) % heldOut).toArray();
    var right = fits(energy, test.pixels, test.ids);
    var wrong = fits(energy, test.pixels, test.texts(others));
    return List.of(Finding.above("AUROC of matched beside mismatched", Auroc.of(right, wrong), 0.95),
        Finding.reported("mean energy, matched", -Arrays.stream(right).average().getAsDouble()),
        Finding.reported("mean energy, mismatched", -Arrays.stream(wrong).average().getAsDouble()));
  }

  private static double[] fits(JointEnergy energy, Tensor pixels, Tensor ids) {
    return Scope.call("energies", () -> energy.of(pixels, ids).neg().toDoubles());
  }
}
