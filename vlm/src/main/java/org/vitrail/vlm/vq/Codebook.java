package org.vitrail.vlm.vq;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Init;
import org.vitrail.nn.Part;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;

/**
 * K vectors (K, dz), each of which stands for all that are nearest to it.
 *
 * @param means where the vectors follow running means; null where they follow a gradient
 */
public record Codebook(Parameter embedding, RunningMeans means, CodeNorm norm) implements Part {
  /** A vector is dead that stands for less than this part of what the average one does. */
  private static final double DEAD = 0.05;
  /** What a new vector starts with: little enough that it is dead soon if it stands for nothing. */
  private static final double NEW = 1.5 * DEAD;

  static Codebook of(Init init, VqConfig c) {
    var vectors = init.uniform("embedding", 1.0 / c.codes(), c.codes(), c.width());
    return c.averaged() ? new Codebook(Parameter.buffer(vectors), RunningMeans.of(init.at("means"), c), c.norm())
        : new Codebook(vectors, null, c.norm());
  }

  /** The nearest of the codebook to each of the vectors z (n, dz); where several are, the one of the lowest number. */
  public Quantized quantize(Tensor z) {
    boolean directions = norm == CodeNorm.EVERYWHERE;
    var points = directions ? z.l2Normalize(-1) : z;
    var vectors = directions ? embedding.l2Normalize(-1) : embedding;
    var codes = nearest(points.detach(), vectors.detach());
    return new Quantized(points, codes, vectors.rows(codes));
  }

  /** {@code argmin_j |z|² + |e_j|² − 2 z·e_j} for each row of z. */
  private static Tensor nearest(Tensor z, Tensor e) {
    var distances = z.square().sumKeep(-1).add(e.square().sum(-1)).sub(z.matmul(e.t()).mul(2));   // (n, K)
    return distances.argmin(-1);
  }

  /** The vectors (…, dz) that codes (…) stand for. */
  public Tensor vectors(Tensor codes) {
    return (norm == CodeNorm.NONE ? embedding : embedding.l2Normalize(-1)).rows(codes);
  }

  /** Before the first batch that running means follow: takes vectors out of it, z (n, dz), that lie apart. */
  void begin(Tensor z, RandomStream random) {
    int codes = embedding.dim(0);
    place(IntStream.range(0, codes).toArray(), z, new Spread(z).draw(codes, random), NEW * z.dim(0) / codes);
  }

  /** Moves the vectors to the running means, and these toward what the vectors stand for in a batch. */
  void follow(Quantized batch) {
    embedding.assign(means.follow(batch.z().detach(), batch.codes()));
  }

  /** Puts vectors of a batch, those rather that are far from all others, in the place of the dead ones. */
  void revive(Quantized batch, RandomStream random) {
    var counts = means.counts().toDoubles();
    double usual = Arrays.stream(counts).average().orElse(0);
    var dead = IntStream.range(0, counts.length).filter(j -> counts[j] < DEAD * usual).toArray();
    if (dead.length == 0) return;
    var z = batch.z().detach();
    var spread = new Spread(z, batch.q().detach().sub(z).square().sum(-1));
    place(dead, z, spread.draw(dead.length, random), NEW * usual);
  }

  /** Some of z become the vectors {@code codes}, as if each had stood for {@code count} so far. */
  private void place(int[] codes, Tensor z, int[] chosen, double count) {
    var vectors = z.rows(z.intsHere(chosen, chosen.length));
    var ids = z.intsHere(codes, codes.length);
    embedding.assign(embedding.detach().scatter(0, ids.unsqueeze(-1).expand(vectors.shape()), vectors));
    means.place(ids, vectors, count);
  }
}
