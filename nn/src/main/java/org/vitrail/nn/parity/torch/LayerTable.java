package org.vitrail.nn.parity.torch;

import static org.vitrail.nn.parity.torch.Library.functional;
import static org.vitrail.nn.parity.torch.Library.method;
import static org.vitrail.nn.parity.torch.Library.torch;

import java.util.List;
import org.vitrail.tensor.Products;
import org.vitrail.tensor.Tensor;

/** Products and normalisation. */
final class LayerTable {
  private LayerTable() {}

  static void define() {
    for (var name : List.of("matmul", "mm", "bmm", "dot", "mv")) {
      method(name + "(input, other)", a -> a.tensor("input").matmul(a.tensor("other")));
    }
    method("outer(input, vec2)", a -> a.tensor("input").outer(a.tensor("vec2")));
    torch("einsum(equation, *operands)",
        a -> Products.einsum(a.text("equation"), a.tensors("operands").toArray(Tensor[]::new)));
    functional("linear(input, weight, bias=None)",
        a -> a.tensor("input").linear(a.tensor("weight"), a.tensorOrNull("bias")));
    functional("bilinear(input1, input2, weight, bias=None)", a -> a.tensor("input1")
        .bilinear(a.tensor("input2"), a.tensor("weight"), a.tensorOrNull("bias")));
    functional("layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5)",
        a -> a.tensor("input").layerNorm(a.integers("normalized_shape").length, a.tensorOrNull("weight"),
            a.tensorOrNull("bias"), a.number("eps")));
    functional("rms_norm(input, normalized_shape, weight=None, eps=None)", a -> {
      a.require(a.integers("normalized_shape").length == 1, "several axes");
      return a.tensor("input").rmsNorm(a.tensorOrNull("weight"), a.isNone("eps") ? Math.ulp(1f) : a.number("eps"));
    });
    functional("group_norm(input, num_groups, weight=None, bias=None, eps=1e-5)", a -> a.tensor("input")
        .groupNorm(a.integer("num_groups"), a.tensorOrNull("weight"), a.tensorOrNull("bias"), a.number("eps")));
    functional("instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True,"
        + " momentum=0.1, eps=1e-5)", a -> {
      a.require(a.flag("use_input_stats") && a.isNone("running_mean"), "running statistics");
      return a.tensor("input").instanceNorm(a.tensorOrNull("weight"), a.tensorOrNull("bias"), a.number("eps"));
    });
    functional("batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1,"
        + " eps=1e-5)", LayerTable::batchNorm);
  }

  /** While training it overwrites the running statistics, as the reference does. */
  private static Tensor batchNorm(Arguments a) {
    var mean = a.tensor("running_mean");
    var variance = a.tensor("running_var");
    var weight = a.tensorOrNull("weight");
    var bias = a.tensorOrNull("bias");
    if (!a.flag("training")) return a.tensor("input").batchNorm(mean, variance, weight, bias, a.number("eps"));
    var batch = a.tensor("input").batchNorm(mean, variance, weight, bias, a.number("momentum"), a.number("eps"));
    mean.kernels().elementwise().copy(batch.mean().view(), mean.view());
    variance.kernels().elementwise().copy(batch.variance().view(), variance.view());
    return batch.y();
  }
}
