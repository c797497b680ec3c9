package org.vitrail.vlm.vq;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Mode;
import org.vitrail.nn.data.Dataset;
import org.vitrail.nn.train.Trainable;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Picture;

/**
 * Learning to bring pictures back from their codes: {@code mean (x − x')² + loss of the codebook}; measured by
 * {@link Reconstruction} of {@code test}.
 *
 * @param recipe what is minimised, and how the codebook is kept alive
 */
public record VqTask(Vq vq, Recipe recipe, Dataset<Picture> test) implements Trainable<PictureBatch> {

  /**
   * What is minimised, and how the codebook is kept alive.
   *
   * @param beta the weight of one of the two losses of the codebook
   * @param legacy which one: see {@link Quantized#loss}
   * @param free batches at first, seen by a codebook of running means, that are not quantised: it begins where encoder
   *     and decoder know already what they have to say
   * @param reviving batches in which dead vectors of such a codebook are revived
   */
  public record Recipe(double beta, boolean legacy, int free, int reviving) {
    private static final int REVIVING_EVERY = 50;

    /** As the paper has it; nothing is quantised in the first 10 % of the steps, nothing revived in the last 30 %. */
    public static Recipe of(int steps) {
      return new Recipe(0.25, false, steps / 10, (int) (0.7 * steps));
    }

    public Recipe withBeta(double beta) {
      return new Recipe(beta, legacy, free, reviving);
    }
  }

  @Override public SequencedMap<String, Parameter> parameters() {
    return vq.parameters();
  }

  @Override public Tensor loss(PictureBatch batch) {
    var means = vq.codebook().means();
    if (means != null && Mode.isTraining() && means.seen() == 0) vq.centre(batch.pixels());
    var z = vq.vectors(vq.encoder().forward(batch.pixels()));
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
    return vq.decodeVectors(vq.grid(vectors)).sub(batch.pixels()).square().mean();
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

  @Override public SequencedMap<String, Tensor> weights() {
    return VqFolder.weights(vq).tensors();
  }

  @Override public void load(Map<String, Tensor> weights) {
    VqFolder.weights(vq).load(weights);
  }

  /** The whole model, as {@link VqFolder#open} reads it. */
  @Override public void save(Path folder) throws IOException {
    VqFolder.save(vq, folder);
  }
}
