package org.vitrail.vlm.energy;

import org.vitrail.nn.Activation;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.tensor.Tensor;

/** Two hidden layers with SiLU over points (n, d), for toy distributions; all energies begin at 0. */
public record MlpEnergy(Linear first, Linear second, Linear last) implements Energy {

  public static MlpEnergy of(Init init, int inputs, int width) {
    return new MlpEnergy(FanIn.linear(init.at("first"), inputs, width), FanIn.linear(init.at("second"), width, width),
        FanIn.energy(init.at("last"), width));
  }

  @Override public Tensor of(Tensor x) {
    var hidden = second.forward(first.forward(x, Activation.SILU), Activation.SILU);           // (n, width)
    return last.forward(hidden).squeeze(-1);
  }
}
