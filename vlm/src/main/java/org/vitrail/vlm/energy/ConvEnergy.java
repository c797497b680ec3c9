package org.vitrail.vlm.energy;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.tensor.Tensor;

/**
 * The energy of pictures (n, C, H, W): convolutions of 3x3 pixels with SiLU, the first with stride 1, the others with
 * 2; the sum over all places; a linear map to one number, which begins at 0. Batch norm would tie pictures of one batch
 * together, so there is none (Du and Mordatch 2019).
 */
public record ConvEnergy(List<Conv2d> convolutions, Linear last) implements Energy {

  /** Widths 32, 64, 64, 128. */
  public static ConvEnergy of(Init init, int channels) {
    return of(init, channels, 32, 64, 64, 128);
  }

  public static ConvEnergy of(Init init, int channels, int... widths) {
    var convolutions = IntStream.range(0, widths.length).mapToObj(i -> FanIn.convolution(
        init.at("convolutions").at(i), i == 0 ? channels : widths[i - 1], widths[i], i == 0 ? 1 : 2)).toList();
    return new ConvEnergy(convolutions, FanIn.energy(init.at("last"), widths[widths.length - 1]));
  }

  @Override public Tensor of(Tensor pixels) {
    var x = pixels;
    for (var convolution : convolutions) x = convolution.forward(x).silu();
    return last.forward(x.sum(2, 3)).squeeze(-1);
  }
}
