package org.vitrail.autograd.ops;

import static org.vitrail.autograd.testing.Input.shape;
import static org.vitrail.autograd.testing.OpTest.op;

import java.util.List;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.tensor.Tensor;

final class FunctionOps {
  private FunctionOps() {}

  static List<OpTest> lines() {
    var any = shape("m n").in(-3.5, 3.5);
    var positive = shape("m n").in(0.2, 3);
    return List.of(
        op("map", x -> x.map(Unary.POW, 1.7, 0), positive),
        op("abs", Tensor::abs, any),
        op("sign", Tensor::sign, any),
        op("round", Tensor::round, any),
        op("floor", Tensor::floor, any),
        op("clamp", x -> x.clamp(-1, 1.5), any),
        op("square", Tensor::square, any),
        op("pow number", x -> x.pow(-0.7), positive),
        op("pow cube", x -> x.pow(3), any),
        op("sqrt", Tensor::sqrt, positive),
        op("rsqrt", Tensor::rsqrt, positive),
        op("reciprocal", Tensor::reciprocal, positive),
        op("exp", Tensor::exp, any),
        op("expm1", Tensor::expm1, any),
        op("log", Tensor::log, positive),
        op("log1p", Tensor::log1p, positive),
        op("sin", Tensor::sin, any),
        op("cos", Tensor::cos, any),
        op("erf", Tensor::erf, any),
        op("tanh", Tensor::tanh, any),
        op("sigmoid", Tensor::sigmoid, any),
        op("logSigmoid", Tensor::logSigmoid, any),
        op("softplus", Tensor::softplus, any),
        op("relu", Tensor::relu, any),
        op("leakyRelu", x -> x.leakyRelu(0.1), any),
        op("elu", x -> x.elu(0.8), any),
        op("gelu", Tensor::gelu, any),
        op("geluTanh", Tensor::geluTanh, any),
        op("quickGelu", Tensor::quickGelu, any),
        op("silu", Tensor::silu, any),
        op("hardSwish", Tensor::hardSwish, any),
        op("mish", Tensor::mish, any),
        op("gated", x -> x.gated(Unary.SWISH, 1.3), shape("b m 6").in(-3.5, 3.5)));
  }
}
