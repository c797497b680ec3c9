package org.vitrail.bench.kernel;

import org.vitrail.kernels.Device;

/** Attention of (batch, heads, tokens, headDim) to itself, forward alone or forward and backward. */
public record AttentionWorkload(int batch, int heads, int tokens, int headDim, boolean causal, boolean backward)
    implements Workload {

  @Override public String kernel() {
    return "attention " + (backward ? "forward+backward" : "forward") + (causal ? " causal" : "");
  }

  @Override public String shape() {
    return (batch == 1 ? "" : batch + "x") + heads + "x" + tokens + "x" + headDim;
  }

  @Override public Call prepare() {
    int[] shape = {batch, heads, tokens, headDim};
    var q = Operands.uniform("q", shape);
    var k = Operands.uniform("k", shape);
    var v = Operands.uniform("v", shape);
    var dO = Operands.uniform("do", shape);
    var o = Operands.output(shape);
    var m = Operands.output(batch, heads, tokens);
    var l = Operands.output(batch, heads, tokens);
    double scale = 1 / Math.sqrt(headDim);
    if (!backward) {
      return new Call(kernels -> kernels.attention().forward(q.view(), k.view(), v.view(), null, scale, causal,
          o.view(), m.view(), l.view()), o, m, l);
    }
    var dq = Operands.output(shape);
    var dk = Operands.output(shape);
    var dv = Operands.output(shape);
    return new Call(kernels -> {
      kernels.attention().forward(q.view(), k.view(), v.view(), null, scale, causal, o.view(), m.view(),
          l.view());
      kernels.attention().backward(q.view(), k.view(), v.view(), null, scale, causal, o.view(), m.view(),
          l.view(), dO.view(), dq.view(), dk.view(), dv.view());
    }, o, m, l, dq, dk, dv);
  }

  @Override public void verify(Device device) {
    var small = new AttentionWorkload(1, 2, Math.min(tokens, 131), headDim, causal, backward);
    Proof.againstScalar(kernel() + " " + shape(), device, small::prepare);
  }
}
