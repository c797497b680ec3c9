package org.vitrail.bench.kernel;

import java.util.List;
import java.util.function.Consumer;
import org.vitrail.kernels.Kernels;
import org.vitrail.tensor.Tensor;

/**
 * A kernel with its operands, ready to run again and again.
 *
 * @param outputs what it writes
 */
public record Call(Consumer<Kernels> body, List<Tensor> outputs) {
  Call(Consumer<Kernels> body, Tensor... outputs) {
    this(body, List.of(outputs));
  }
}
