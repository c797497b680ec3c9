package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * Where a model begins: draws each parameter from a random stream named by the parameter's path, so that the value of
 * one does not depend on the others.
 *
 * @param std standard deviation of the weights of linear maps; narrow models learn sooner from more than {@link #STD}
 */
public record Init(RandomStream stream, String path, double std) {
  /** The deviation with which ViT and BERT begin. */
  public static final double STD = 0.02;

  public static Init of(long seed) {
    return new Init(RandomStream.of(seed).at("init"), "", STD);
  }

  /** The beginnings of the part called {@code name}. */
  public Init at(String name) {
    return new Init(stream, path.isEmpty() ? name : path + "." + name, std);
  }

  public Init at(int index) {
    return at(Integer.toString(index));
  }

  private RandomStream stream(String name) {
    return stream.at(at(name).path);
  }

  /** The same beginnings but for the weights of linear maps, which get this standard deviation. */
  public Init withStd(double std) {
    return new Init(stream, path, std);
  }

  /** The weights of a linear map: normal with the deviation {@link #std}, cut at two deviations. */
  public Parameter weights(String name, int... shape) {
    return truncatedNormal(name, std, shape);
  }

  /** Normal with mean 0. */
  public Parameter normal(String name, double std, int... shape) {
    return Parameter.of(stream(name).normal(Shape.of(shape), 0, std));
  }

  /** Normal with mean 0, cut at two standard deviations. */
  public Parameter truncatedNormal(String name, double std, int... shape) {
    return truncatedNormal(name, std, 2, shape);
  }

  /** Normal with mean 0, cut at {@code cut} standard deviations. */
  public Parameter truncatedNormal(String name, double std, double cut, int... shape) {
    return Parameter.of(stream(name).truncatedNormal(Shape.of(shape), std, cut));
  }

  /** Uniform between −bound and bound. */
  public Parameter uniform(String name, double bound, int... shape) {
    return Parameter.of(stream(name).uniform(Shape.of(shape), -bound, bound));
  }

  public Parameter full(String name, double value, int... shape) {
    return Parameter.of(Tensor.full(DType.F32, value, Shape.of(shape))).named(at(name).path);
  }

  public Parameter zeros(String name, int... shape) {
    return full(name, 0, shape);
  }

  public Parameter ones(String name, int... shape) {
    return full(name, 1, shape);
  }

  /** A parameter that no gradient follows. */
  public Parameter buffer(String name, double value, int... shape) {
    return Parameter.buffer(Tensor.full(DType.F32, value, Shape.of(shape)));
  }
}
