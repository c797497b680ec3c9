package org.vitrail.vlm.vq;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Init;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;

/** K vectors (K, dz), each of which stands for all that are nearest to it. */
public record Codebook(Parameter embedding, CodeNorm norm) implements Part {

  static Codebook of(Init init, VqConfig c) {
    return new Codebook(init.uniform("embedding", 1.0 / c.codes(), c.codes(), c.width()), c.norm());
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
}
