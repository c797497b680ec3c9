package org.vitrail.nn.parity.torch;

import static org.vitrail.nn.parity.torch.Library.functional;
import static org.vitrail.nn.parity.torch.Library.method;

import java.util.function.BiFunction;
import org.vitrail.tensor.Tensor;

/** Reductions, scans and sorting. */
final class ReducingTable {
  private ReducingTable() {}

  static void define() {
    method("sum(input, dim=None, keepdim=False)", a -> reduce(a, a.tensor("input"), Tensor::sumKeep));
    method("mean(input, dim=None, keepdim=False)", a -> reduce(a, a.tensor("input"), Tensor::meanKeep));
    method("prod(input, dim=None, keepdim=False)", a -> reduce(a, a.tensor("input"), Tensor::prodKeep));
    method("amax(input, dim=None, keepdim=False)", a -> reduce(a, a.tensor("input"), Tensor::maxKeep));
    method("amin(input, dim=None, keepdim=False)", a -> reduce(a, a.tensor("input"), Tensor::minKeep));
    method("any(input, dim=None, keepdim=False)", a -> new Mask(reduce(a, a.tensor("input"), Tensor::maxKeep)));
    method("all(input, dim=None, keepdim=False)", a -> new Mask(reduce(a, a.tensor("input"), Tensor::minKeep)));
    method("var(input, dim=None, unbiased=True, keepdim=False, correction=None)",
        a -> reduce(a, a.tensor("input"), (x, axes) -> x.varianceKeep(correction(a), axes)));
    method("std(input, dim=None, unbiased=True, keepdim=False, correction=None)",
        a -> reduce(a, a.tensor("input"), (x, axes) -> x.stdKeep(correction(a), axes)));
    method("norm(input, p=2, dim=None, keepdim=False)",
        a -> reduce(a, a.tensor("input"), (x, axes) -> x.normKeep(order(a), axes)));
    method("logsumexp(input, dim, keepdim=False)", a -> reduce(a, a.tensor("input"),
        (x, axes) -> x.logSumExp(axes).reshape(x.shape().reduced(axes))));
    method("max(input, dim=None, keepdim=False)", a -> extreme(a, true));
    method("min(input, dim=None, keepdim=False)", a -> extreme(a, false));
    method("argmax(input, dim=None, keepdim=False)", a -> place(a, true));
    method("argmin(input, dim=None, keepdim=False)", a -> place(a, false));
    method("cumsum(input, dim)", a -> a.tensor("input").cumsum(a.integer("dim")));
    method("cumprod(input, dim)", a -> a.tensor("input").cumprod(a.integer("dim")));
    method("softmax(input, dim)", a -> a.tensor("input").softmax(a.integer("dim")));
    method("log_softmax(input, dim)", a -> a.tensor("input").logSoftmax(a.integer("dim")));
    functional("softmax(input, dim, _stacklevel=3, dtype=None)", a -> a.tensor("input").softmax(a.integer("dim")));
    functional("log_softmax(input, dim, _stacklevel=3, dtype=None)",
        a -> a.tensor("input").logSoftmax(a.integer("dim")));
    method("sort(input, dim=-1, descending=False, stable=False)", a -> {
      var sorted = a.tensor("input").sort(a.integer("dim"), a.flag("descending"));
      return NamedTuple.of(sorted.values(), sorted.places());
    });
    method("argsort(input, dim=-1, descending=False, stable=False)",
        a -> a.tensor("input").argsort(a.integer("dim"), a.flag("descending")));
    method("topk(input, k, dim=-1, largest=True, sorted=True)", a -> {
      var x = a.tensor("input");
      int axis = a.integer("dim");
      var first = a.flag("largest") ? x.topk(axis, a.integer("k")) : x.bottomk(axis, a.integer("k"));
      return NamedTuple.of(first.values(), first.places());
    });
    functional("normalize(input, p=2.0, dim=1, eps=1e-12)", a -> {
      var x = a.tensor("input");
      return x.div(atLeast(x.normKeep(a.number("p"), a.integers("dim")), a.number("eps")));
    });
    method("cosine_similarity(x1, x2, dim=1, eps=1e-8)", a -> {
      var x = a.tensor("x1");
      var y = a.tensor("x2");
      if (a.number("eps") == 1e-8) return x.cosineSimilarity(y, a.integer("dim"));
      var lengths = atLeast(x.normKeep(2, a.integer("dim")), a.number("eps"))
          .mul(atLeast(y.normKeep(2, a.integer("dim")), a.number("eps")));
      return x.mul(y).div(lengths).sum(a.integer("dim"));
    });
    functional("pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdim=False)", a -> {
      var distance = a.tensor("x1").sub(a.tensor("x2")).add(a.number("eps")).normKeep(a.number("p"), -1);
      return a.flag("keepdim") ? distance : distance.squeeze(-1);
    });
  }

  private static Tensor atLeast(Tensor x, double bound) {
    return x.clamp(bound, Double.POSITIVE_INFINITY);
  }

  private static Tensor reduce(Arguments a, Tensor x, BiFunction<Tensor, int[], Tensor> keeping) {
    var axes = x.shape().axes(a.integers("dim"));
    var kept = keeping.apply(x, axes);
    return a.flag("keepdim") ? kept : kept.reshape(x.shape().without(axes));
  }

  private static double correction(Arguments a) {
    return a.isNone("correction") ? a.flag("unbiased") ? 1 : 0 : a.number("correction");
  }

  private static double order(Arguments a) {
    if (!(a.get("p") instanceof String name)) return a.number("p");
    a.require(name.equals("fro"), "p='" + name + "'");
    return 2;
  }

  /** Without an axis the extreme of all, with another tensor that of each pair, else values and places. */
  private static Object extreme(Arguments a, boolean largest) {
    var x = a.tensor("input");
    if (a.isNone("dim")) return largest ? x.max() : x.min();
    if (a.get("dim") instanceof Tensor other) return largest ? x.maximum(other) : x.minimum(other);
    int axis = a.integer("dim");
    var places = (largest ? x.argmax(axis) : x.argmin(axis)).unsqueeze(x.shape().axis(axis));
    var values = x.gather(axis, places);
    return a.flag("keepdim") ? NamedTuple.of(values, places)
        : NamedTuple.of(values.squeeze(axis), places.squeeze(axis));
  }

  private static Tensor place(Arguments a, boolean largest) {
    var x = a.isNone("dim") ? a.tensor("input").reshape(-1) : a.tensor("input");
    int axis = a.isNone("dim") ? 0 : a.integer("dim");
    var places = largest ? x.argmax(axis) : x.argmin(axis);
    return a.flag("keepdim") && !a.isNone("dim") ? places.unsqueeze(x.shape().axis(axis)) : places;
  }
}
