package org.vitrail.vlm.vq;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Mode;
import org.vitrail.nn.WeightMap;
import org.vitrail.nn.data.Dataset;
import org.vitrail.nn.train.Trainable;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Picture;

/**
 * Learning to bring pictures back from their codes: {@link PictureLoss} and the loss of the codebook; measured by
 * {@link Reconstruction} of {@code test}.
 *
 * @param recipe what is minimised, and how the codebook is kept alive
 * @param adversary what makes decoded pictures look real, or null
 */
public record VqTask(Vq vq, Recipe recipe, Adversary adversary, Dataset<Picture> test)
    implements Trainable<PictureBatch> {
  private static final String ADVERSARY = "discriminator.";

  /** Without an adversary. */
  public VqTask(Vq vq, Recipe recipe, Dataset<Picture> test) {
    this(vq, recipe, null, test);
  }

  /**
   * What is minimised, and how the codebook is kept alive.
   *
   * @param pictures how far decoded pictures are from their originals
   * @param beta the weight of one of the two losses of the codebook
   * @param legacy which one: see {@link Quantized#loss}
   * @param free batches at first, seen by a codebook of running means, that are not quantised: it begins where encoder
   *     and decoder know already what they have to say
   * @param reviving batches in which dead vectors of such a codebook are revived
   */
  public record Recipe(PictureLoss pictures, double beta, boolean legacy, int free, int reviving) {
    private static final int REVIVING_EVERY = 50;

    /** As the paper has it; nothing is quantised in the first 10 % of the steps, nothing revived in the last 30 %. */
    public static Recipe of(int steps) {
      return new Recipe(new PictureLoss(0), 0.25, false, steps / 10, (int) (0.7 * steps));
    }

    public Recipe withBeta(double beta) {
      return new Recipe(pictures, beta, legacy, free, reviving);
    }

    public Recipe withEdges(double weight) {
      return new Recipe(new PictureLoss(weight), beta, legacy, free, reviving);
    }
  }

  @Override public SequencedMap<String, Parameter> parameters() {
    var all = vq.parameters();
    if (adversary != null) {
      adversary.discriminator().parameters().forEach((path, parameter) ->
          all.put(ADVERSARY + path, parameter.named(ADVERSARY + path)));
    }
    return all;
  }

  @Override public Tensor loss(PictureBatch batch) {
    var means = vq.codebook().means();
    if (means != null && Mode.isTraining() && means.seen() == 0) vq.centre(batch.pixels());
    var z = vq.vectors(vq.features(batch.pixels()));
    if (means == null) {
      var quantized = vq.codebook().quantize(z);
      return rebuilding(batch, quantized.straightThrough()).add(quantized.loss(recipe.beta, recipe.legacy));
    }
    if (Mode.isTraining() && means.seen() < recipe.free) {
      means.skip();
      return rebuilding(batch, z);
    }
    var quantized = Mode.isTraining() ? followed(z) : vq.codebook().quantize(z);
    return rebuilding(batch, quantized.straightThrough()).add(quantized.commitment().mul(recipe.beta));
  }

  private Tensor rebuilding(PictureBatch batch, Tensor vectors) {
    var hidden = vq.hidden(vq.grid(vectors));
    var decoded = vq.finish(hidden);
    var loss = recipe.pictures.of(decoded, batch.pixels());
    if (adversary == null || !Mode.isTraining()) return loss;
    var more = adversary.loss(vq, hidden, decoded, batch.pixels(),
        x -> recipe.pictures.of(x, batch.pixels()));
    return more == null ? loss : loss.add(more);
  }

  /** Quantises, and lets the codebook follow. */
  private Quantized followed(Tensor z) {
    var codebook = vq.codebook();
    var random = Mode.random("codebook");
    int seen = codebook.means().seen();
    if (seen == recipe.free) codebook.begin(z.detach(), random);
    var quantized = codebook.quantize(z);
    codebook.follow(quantized);
    if ((seen + 1) % Recipe.REVIVING_EVERY == 0 && seen < recipe.reviving) codebook.revive(quantized, random);
    return quantized;
  }

  @Override public SequencedMap<String, Double> evaluate() {
    return Reconstruction.of(vq, test).measures();
  }

  private WeightMap map() {
    var map = VqFolder.weights(vq);
    return adversary == null ? map : map.putAll(ADVERSARY, adversary.discriminator().weights());
  }

  @Override public SequencedMap<String, Tensor> weights() {
    return map().tensors();
  }

  @Override public void load(Map<String, Tensor> weights) {
    map().load(weights);
  }

  /** The whole model, as {@link VqFolder#open} reads it, which passes over a discriminator. */
  @Override public void save(Path folder) throws IOException {
    VqFolder.save(vq, map(), folder);
  }
}
