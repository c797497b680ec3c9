package org.vitrail.bench.kernel;

import java.util.List;
import java.util.function.BiFunction;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.optim.OptimizerSteps.AdamW;
import org.vitrail.kernels.reduce.Reductions.Kind;

/**
 * A kernel that goes once through a matrix (rows, columns).
 *
 * @param at the kernel at a number of rows and columns
 */
public record RowWorkload(String kernel, int rows, int columns, BiFunction<Integer, Integer, Call> at)
    implements Workload {
  private static final int NO_TARGET = -100;

  /** All of them at one size. */
  static List<Workload> all(int rows, int columns) {
    return List.of(
        new RowWorkload("add", rows, columns, RowWorkload::add),
        new RowWorkload("gelu", rows, columns, (m, n) -> map(Unary.GELU, m, n)),
        new RowWorkload("gelu tanh", rows, columns, (m, n) -> map(Unary.GELU_TANH, m, n)),
        new RowWorkload("gelu gradient", rows, columns, (m, n) -> mapGrad(Unary.GELU, m, n)),
        new RowWorkload("transpose", rows, columns, RowWorkload::transpose),
        new RowWorkload("sum of rows", rows, columns, (m, n) -> sum(m, n, m, 1)),
        new RowWorkload("sum of columns", rows, columns, (m, n) -> sum(m, n, 1, n)),
        new RowWorkload("layer norm", rows, columns, RowWorkload::layerNorm),
        new RowWorkload("layer norm gradient", rows, columns, RowWorkload::layerNormGrad),
        new RowWorkload("softmax", rows, columns, RowWorkload::softmax),
        new RowWorkload("softmax gradient", rows, columns, RowWorkload::softmaxGrad),
        new RowWorkload("cross-entropy", rows, columns, RowWorkload::crossEntropy),
        new RowWorkload("cross-entropy gradient", rows, columns, RowWorkload::crossEntropyGrad),
        new RowWorkload("adamw", rows, columns, RowWorkload::adamW));
  }

  /**
   * The one called {@code kernel}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Workload named(String kernel, int rows, int columns) {
    return all(rows, columns).stream().filter(workload -> workload.kernel().equals(kernel)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kernel is called '" + kernel + "'"));
  }

  @Override public String shape() {
    return rows + "x" + columns;
  }

  @Override public Call prepare() {
    return at.apply(rows, columns);
  }

  @Override public void verify(Device device) {
    Proof.againstScalar(kernel + " " + shape(), device, () -> at.apply(Math.min(rows, 37), columns));
  }

  private static Call add(int m, int n) {
    var x = Operands.uniform("x", m, n);
    var y = Operands.uniform("y", m, n);
    var z = Operands.output(m, n);
    return new Call(kernels -> kernels.elementwise().combine(Binary.ADD, x.view(), y.view(), z.view()), z);
  }

  private static Call map(Unary f, int m, int n) {
    var x = Operands.uniform("x", m, n);
    var y = Operands.output(m, n);
    return new Call(kernels -> kernels.elementwise().map(f, 0, 0, x.view(), y.view()), y);
  }

  private static Call mapGrad(Unary f, int m, int n) {
    var x = Operands.uniform("x", m, n);
    var dy = Operands.uniform("dy", m, n);
    var dx = Operands.output(m, n);
    return new Call(kernels -> kernels.elementwise().mapGrad(f, 1, 0, 0, x.view(), dy.view(), dx.view()), dx);
  }

  private static Call transpose(int m, int n) {
    var x = Operands.uniform("x", n, m).t();
    var y = Operands.output(m, n);
    return new Call(kernels -> kernels.elementwise().copy(x.view(), y.view()), y);
  }

  /** To (rows, columns), of which one is 1. */
  private static Call sum(int m, int n, int rows, int columns) {
    var x = Operands.uniform("x", m, n);
    var y = Operands.output(rows, columns);
    return new Call(kernels -> kernels.reductions().reduce(Kind.SUM, x.view(), y.view()), y);
  }

  private static Call layerNorm(int m, int n) {
    var x = Operands.uniform("x", m, n);
    var weight = Operands.uniform("weight", n);
    var bias = Operands.uniform("bias", n);
    var y = Operands.output(m, n);
    var mean = Operands.output(m);
    var rstd = Operands.output(m);
    return new Call(kernels -> kernels.norms().layerNorm(x.view(), weight.view(), bias.view(), 1e-5, y.view(),
        mean.view(), rstd.view()), y, mean, rstd);
  }

  private static Call layerNormGrad(int m, int n) {
    var x = Operands.uniform("x", m, n);
    var weight = Operands.uniform("weight", n);
    var mean = Operands.uniform("mean", m);
    var rstd = Operands.positive("rstd", m);
    var dy = Operands.uniform("dy", m, n);
    var dx = Operands.output(m, n);
    var dWeight = Operands.output(n);
    var dBias = Operands.output(n);
    return new Call(kernels -> kernels.norms().layerNormGrad(x.view(), weight.view(), mean.view(), rstd.view(),
        dy.view(), null, dx.view(), dWeight.view(), dBias.view()), dx, dWeight, dBias);
  }

  private static Call softmax(int m, int n) {
    var x = Operands.uniform("x", m, n);
    var y = Operands.output(m, n);
    return new Call(kernels -> kernels.softmax().softmax(x.view(), y.view()), y);
  }

  private static Call softmaxGrad(int m, int n) {
    var y = Operands.positive("y", m, n);
    var dy = Operands.uniform("dy", m, n);
    var dx = Operands.output(m, n);
    return new Call(kernels -> kernels.softmax().softmaxGrad(y.view(), dy.view(), dx.view()), dx);
  }

  private static Call crossEntropy(int m, int n) {
    var logits = Operands.uniform("logits", m, n);
    var targets = Operands.ids("targets", n, m);
    var loss = Operands.output(m);
    var lse = Operands.output(m);
    return new Call(kernels -> kernels.softmax().crossEntropy(logits.view(), targets.view(), 0, 0, NO_TARGET,
        loss.view(), lse.view()), loss, lse);
  }

  private static Call crossEntropyGrad(int m, int n) {
    var logits = Operands.uniform("logits", m, n);
    var targets = Operands.ids("targets", n, m);
    var lse = Operands.uniform("lse", m);
    var dLoss = Operands.uniform("dLoss", m);
    var dLogits = Operands.output(m, n);
    return new Call(kernels -> kernels.softmax().crossEntropyGrad(logits.view(), targets.view(), lse.view(),
        dLoss.view(), 0, 0, NO_TARGET, dLogits.view()), dLogits);
  }

  private static Call adamW(int m, int n) {
    var p = Operands.uniform("p", m, n);
    var g = Operands.uniform("g", m, n);
    var first = Operands.uniform("m", m, n);
    var second = Operands.positive("v", m, n);
    var step = new AdamW(1e-4, 0.9, 0.999, 1e-8, 0.01, 10, 1);
    return new Call(kernels -> kernels.optimizerSteps().adamW(p.view(), g.view(), first.view(), second.view(), step), p,
        first, second);
  }
}
