package org.vitrail.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Parameter;
import org.vitrail.autograd.Tape;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

class LayersTest {
  private static Tensor noise(int... shape) {
    return RandomStream.of(3).normal(Shape.of(shape), 0, 1);
  }

  @Test void dropoutKeepsTheMeanAndRepeatsWithTheStream() {
    var dropout = new Dropout("here", 0.25);
    var x = Tensor.ones(100, 100);
    assertSame(x, dropout.forward(x));
    var once = Mode.training(RandomStream.of(1), () -> dropout.forward(x));
    var again = Mode.training(RandomStream.of(1), () -> dropout.forward(x));
    var other = Mode.training(RandomStream.of(2), () -> dropout.forward(x));
    assertArrayEquals(once.toFloats(), again.toFloats());
    assertEquals(1, once.mean().item(), 0.03);
    assertEquals(0.25, once.eq(0).to(x.dtype()).mean().item(), 0.02);
    assertEquals(2 * 0.25 * 0.75, once.ne(other).to(x.dtype()).mean().item(), 0.03);
  }

  @Test void dropPathDropsWholeExamples() {
    var path = new DropPath("here", 0.5);
    var y = Mode.training(RandomStream.of(1), () -> path.forward(Tensor.ones(64, 3, 5))).reshape(64, 15);
    for (int n = 0; n < 64; n++) {
      double first = y.get(n, 0);
      assertEquals(first == 0 ? 0 : 2, first);
      for (int i = 1; i < 15; i++) assertEquals(first, y.get(n, i));
    }
  }

  @Test void batchNormWithRunningStatisticsOfTheBatchAgreesWithItself() {
    var norm = BatchNorm.of(Init.of(1), 3);
    var x = noise(5, 3, 4, 4).mul(3).add(1);
    var trained = Mode.training(RandomStream.of(1), () -> norm.forward(x));
    double unbiased = x.select(1, 1).variance(1).item();
    assertEquals(0.9 + 0.1 * unbiased, norm.runningVariance().get(1), 1e-5);
    assertEquals(0.1 * x.select(1, 1).mean().item(), norm.runningMean().get(1), 1e-6);
    assertEquals(1, norm.batches().item());
    norm.runningMean().assign(x.mean(0, 2, 3));
    norm.runningVariance().assign(x.variance(0, 0, 2, 3));
    assertArrayEquals(trained.toFloats(), norm.forward(x).toFloats(), 1e-5f);
  }

  @Test void anEmbeddingsPaddingRowGetsNoGradient() {
    var init = Init.of(1);
    var embedding = new Embedding(init.normal("weight", 1, 4, 3), 2);
    var ids = Tensor.of(new int[] {2, 1, 2, 3}, 2, 2);
    var gradients = Tape.gradients(() -> embedding.forward(ids).sum());
    assertArrayEquals(new float[] {0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1}, gradients.of(embedding.weight()).toFloats());
  }

  @Test void causalAttentionDoesNotSeeWhatComesLater() {
    var c = new Block.Config(8, 2, 16, 1e-6, Activation.GELU, false, true, false, 0, 0, 0, true);
    var block = Block.of(Init.of(1), c);
    var x = noise(1, 5, 8);
    var changed = Shaping.cat(1, x.slice(1, 0, 3), x.slice(1, 3, 5).add(7));
    var y = block.forward(x).slice(1, 0, 3).toFloats();
    assertArrayEquals(y, block.forward(changed).slice(1, 0, 3).toFloats(), 1e-6f);
  }

  @Test void normalisedHeadsAndPackedHeadsAgreeWhenTheNormChangesNothing() {
    var plain = SelfAttention.of(Init.of(1), Block.Config.of(8, 2));
    Layer same = x -> x;
    var unpacked = new SelfAttention(plain.qkv(), same, same, plain.dropout(), plain.out(), 2, 2, false);
    var x = noise(2, 7, 8);
    assertArrayEquals(plain.forward(x).toFloats(), unpacked.forward(x).toFloats(), 1e-6f);
  }

  @Test void attentionProbabilitiesAreWhatTheLayerUses() {
    var attention = SelfAttention.of(Init.of(1), Block.Config.of(8, 2));
    var x = noise(2, 7, 8);
    var v = attention.qkv().forward(x).unflatten(-1, 6, 4).transpose(1, 2).slice(1, 4, 6);
    var o = attention.probabilities(x).matmul(v).transpose(1, 2).flatten(2, 3);
    assertArrayEquals(attention.forward(x).toFloats(), attention.out().forward(o).toFloats(), 1e-6f);
  }

  @Test void crossAttentionToOneselfIsSelfAttention() {
    var self = SelfAttention.of(Init.of(1), Block.Config.of(8, 2));
    var query = new Linear(part(self.qkv().weight(), 0, 8), part(self.qkv().bias(), 0, 8));
    var keyValue = new Linear(part(self.qkv().weight(), 8, 24), part(self.qkv().bias(), 8, 24));
    var x = noise(2, 7, 8);
    assertArrayEquals(self.forward(x).toFloats(),
        new CrossAttention(query, keyValue, self.out(), 2).forward(x, x, null).toFloats(), 1e-6f);
  }

  private static Parameter part(Tensor whole, int from, int to) {
    return Parameter.of(whole.slice(0, from, to));
  }
}
