package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.indices;
import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.many;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.tensor.Tensor;

final class NormalizingOps {
  private NormalizingOps() {}

  static List<OpTest> lines() {
    var x = shape("b m n");
    return List.of(
        op("softmax", t -> t.softmax(-1), x),
        op("softmax first axis", t -> t.softmax(0), x),
        op("logSoftmax", t -> t.logSoftmax(1), x),
        op("layerNorm", (t, w, b) -> t.layerNorm(w, b, 1e-5), shape("b m 5"), shape("5"), shape("5")),
        op("layerNorm plain", t -> t.layerNorm(null, null, 1e-5), shape("m 7")),
        op("layerNorm of planes", (t, w, b) -> t.layerNorm(2, w, b, 1e-5), shape("b 3 4"), shape("3 4"), shape("3 4")),
        op("groupNorm", (t, w, b) -> t.groupNorm(2, w, b, 1e-5), shape("b 4 3"), shape("4"), shape("4")),
        op("instanceNorm", (t, w, b) -> t.instanceNorm(w, b, 1e-5), shape("b c 2 3"), shape("c"), shape("c")),
        op("batchNorm", (t, w, b) -> t.batchNorm(w.detach(), b.detach(), w, b, 0.1, 1e-5).y(), shape("4 c 3"), shape("c"),
            shape("c")),
        many("batchNorm after training", t -> t.get(0).batchNorm(t.get(1), t.get(2), t.get(3), t.get(4), 1e-5),
            shape("n c 2"), shape("c"), shape("c").in(0.5, 2), shape("c"), shape("c")),
        op("scaleChannels", Tensor::scaleChannels, shape("b c 3"), shape("c"), shape("c")),
        op("rmsNorm", (t, w) -> t.rmsNorm(w, 1e-6), shape("b m n"), shape("n")),
        op("rmsNorm plain", t -> t.rmsNorm(null, 1e-6), shape("m n")),
        op("l2Normalize", t -> t.l2Normalize(1), x),
        op("cosineSimilarity", (t, u) -> t.cosineSimilarity(u, -1), shape("b m n"), shape("m n")),
        op("crossEntropy", t -> t.crossEntropy(2, 0, 1), shape("3 4")),
        op("crossEntropyEach with squared normaliser", (t, ids) -> t.crossEntropyEach(ids, 0.1, 0.3, 1).each(),
            shape("m n"), indices("n", "m")),
        op("crossEntropyEach", (t, ids) -> t.crossEntropyEach(ids, 0.1, 1), shape("m n"), indices("n", "m")));
  }
}
