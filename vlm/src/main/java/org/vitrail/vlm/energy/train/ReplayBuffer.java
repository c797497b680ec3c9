package org.vitrail.vlm.energy.train;

import java.util.Arrays;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.sample.Sampler;

/**
 * Samples of earlier updates as the beginnings of new chains (Du and Mordatch 2019): as many as there are data, drawn
 * from the buffer or, a few, from uniform noise; they take k steps and go back to their places.
 *
 * @param restarts the share of chains that begin at noise
 * @param low least value of an element of x
 * @param high greatest value of an element of x
 * @param samples the buffer (m, …)
 */
public record ReplayBuffer(Sampler sampler, int steps, double restarts, double low, double high, Parameter samples)
    implements Negatives {

  /** A buffer of {@code size} pieces of noise of the shape {@code each}. */
  public static ReplayBuffer of(Sampler sampler, int steps, double restarts, double low, double high, int size,
      Shape each, RandomStream random) {
    var noise = random.uniform(each.insert(0, size), low, high);
    return new ReplayBuffer(sampler, steps, restarts, low, high, Parameter.buffer(noise));
  }

  @Override public Tensor draw(Tensor positives, RandomStream random) {
    int n = positives.dim(0);
    if (n > samples.dim(0)) {
      throw new IllegalArgumentException("a buffer of " + samples.dim(0)
          + " samples has not enough for a batch of " + n);
    }
    int[] places = Arrays.copyOf(random.permutation(samples.dim(0)), n);
    var x = sampler.run(beginnings(places, random), steps, random);
    for (int i = 0; i < n; i++) {
      x.kernels().elementwise().copy(x.select(0, i).view(), samples.select(0, places[i]).view());
    }
    return x;
  }

  private Tensor beginnings(int[] places, RandomStream random) {
    var kept = samples.detach().indexSelect(0, samples.intsHere(places, places.length));        // (n, …)
    var noise = random.uniform(kept.shape(), low, high);
    var anew = random.bernoulli(restarts, places.length);
    return anew.reshape(kept.shape().reduced().with(0, places.length)).where(noise, kept);
  }

  /** The share of elements at the bounds, where a clamp has stopped them: near 1 the model has lost its footing. */
  public double saturation() {
    var stuck = samples.detach().eq(low).add(samples.detach().eq(high));
    return stuck.to(samples.dtype()).mean().item();
  }
}
