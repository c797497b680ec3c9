package org.vitrail.llm.decoder;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;

/**
 * How the weights of a new {@link Decoder} are drawn: normal, with a deviation for each kind of them; biases are 0.
 *
 * @param maps of the embedding of tokens and of linear maps
 * @param residual of linear maps that write to the residual stream; 0 for weights of 0
 * @param positions of learned positions
 * @param cut how many deviations from 0 a weight may be; infinite for any number
 */
public record DecoderInit(double maps, double residual, double positions, double cut) {
  /** As Hugging Face begins a Chameleon. */
  public static final DecoderInit CHAMELEON = new DecoderInit(0.02, 0.02, 0.02, Double.POSITIVE_INFINITY);

  /**
   * As CM3Leon begins (Yu et al. 2023, arXiv 2309.02591, section 2.3), whose 7B model is 4096 wide and has weights of
   * deviation 0.006 and positions of 0.0002; narrower ones have greater weights, in proportion to 1/√width, so that
   * what a map writes is as large.
   */
  public static DecoderInit cm3leon(int width) {
    double narrow = Math.sqrt(4096.0 / width);
    return new DecoderInit(0.006 * narrow, 0, 0.0002 * narrow, 3);
  }

  /** As GPT-2 begins: what is written to the residual stream is smaller by √(2·depth). */
  public static DecoderInit gpt2(double std, int depth) {
    return new DecoderInit(std, std / Math.sqrt(2 * depth), std, Double.POSITIVE_INFINITY);
  }

  Linear map(Init init, int in, int out, boolean bias) {
    return new Linear(weights(init, "weight", maps, out, in), bias ? init.zeros("bias", out) : null);
  }

  Linear residual(Init init, int in, int out, boolean bias) {
    return new Linear(weights(init, "weight", residual, out, in), bias ? init.zeros("bias", out) : null);
  }

  /** The embedding of tokens (rows, width). */
  Parameter tokens(Init init, int rows, int width) {
    return weights(init, "weight", maps, rows, width);
  }

  Parameter positions(Init init, int rows, int width) {
    return weights(init, "positions", positions, rows, width);
  }

  private Parameter weights(Init init, String name, double std, int... shape) {
    if (std == 0) return init.zeros(name, shape);
    return Double.isInfinite(cut) ? init.normal(name, std, shape) : init.truncatedNormal(name, std, cut, shape);
  }
}
