package org.vitrail.vlm.energy.train;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Mode;
import org.vitrail.nn.train.Trainable;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Energy;

/**
 * Learning an energy from batches of data (n, …). The chains are saved with the model, under {@code negatives}: a
 * resumed run goes on with the bits it would have had.
 *
 * @param noise deviation of what is added to the data, which has no density where it lies on a surface
 */
public record EnergyTask(Energy energy, Negatives negatives, PhaseLoss loss, double noise)
    implements Trainable<Tensor> {

  @Override public SequencedMap<String, Parameter> parameters() {
    var all = new LinkedHashMap<>(energy.parameters());
    negatives.parameters().forEach((path, chains) -> all.put("negatives." + path, chains));
    return all;
  }

  @Override public Tensor loss(Tensor batch) {
    var random = Mode.random("negatives");
    var positives = noise == 0 ? batch : batch.add(Mode.random("noise").normal(batch.shape(), 0, noise));
    return loss.of(energy, positives, negatives.draw(positives, random));
  }
}
