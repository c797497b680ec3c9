package org.vitrail.llm.t5;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.Init;
import org.vitrail.nn.Part;
import org.vitrail.nn.RmsNorm;
import org.vitrail.tensor.Tensor;

/** The encoder or the decoder: blocks that share the biases of distances, and a norm. */
public record T5Stack(Distances distances, List<T5Block> blocks, RmsNorm norm) implements Part {

  static T5Stack of(Init init, T5Config c, int depth, boolean decoder) {
    return new T5Stack(Distances.of(init.at("distances"), c, !decoder),
        IntStream.range(0, depth).mapToObj(i -> T5Block.of(init.at("blocks").at(i), c, decoder)).toList(),
        RmsNorm.of(init.at("norm"), c.width(), c.eps()));
  }

  /**
   * What enters the first block and what leaves each one, the last of them normalised.
   *
   * @param mask (B, T) I32, 0 for tokens that nobody sees; or null
   * @param memory the encoder's result (B, S, width), or null in the encoder
   * @param memoryMask (B, S) I32, or null
   */
  List<Tensor> hiddenStates(Tensor x, Tensor mask, Tensor memory, Tensor memoryMask) {
    var bias = distances.bias(x.dim(1));
    if (mask != null) {
      var hidden = keys(mask).where(x.scalarLike(0), x.scalarLike(-Float.MAX_VALUE));
      bias = bias.add(hidden).clamp(-Float.MAX_VALUE, Float.MAX_VALUE);
    }
    var states = new ArrayList<>(List.of(x));
    for (var block : blocks) {
      states.add(block.forward(states.getLast(), bias, memory, memoryMask == null ? null : keys(memoryMask)));
    }
    states.set(blocks.size(), norm.forward(states.getLast()));
    return states;
  }

  private static Tensor keys(Tensor mask) {
    return mask.unsqueeze(1).unsqueeze(1);                                      // (B, 1, 1, T)
  }
}
