package org.vitrail.autograd.testing;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * What properties are tested with: {@code @Domain(TensorDomain.class)} on a property gives each
 * {@code @ForAll Shape}, {@link Pair}, {@code Tensor} and {@link Path} its values.
 */
public final class TensorDomain extends DomainContextBase {
  /** Two shapes that broadcast against each other. */
  public record Pair(Shape x, Shape y) {}

  /** A chain of views. */
  public record Path(List<Turn> turns) {
    public Tensor of(Tensor x) {
      for (var turn : turns) x = turn.of(x);
      return x;
    }

    public Elements of(Elements x) {
      for (var turn : turns) x = turn.of(x);
      return x;
    }
  }

  /** Shapes of up to four axes of up to five elements; a few are empty. */
  @Provide public static Arbitrary<Shape> shapes() {
    var size = Arbitraries.frequencyOf(Tuple.of(20, Arbitraries.integers().between(1, 5)),
        Tuple.of(1, Arbitraries.just(0)));
    return size.array(int[].class).ofMaxSize(4).map(Shape::of);
  }

  private static Arbitrary<Integer> upTo(int highest) {
    return Arbitraries.integers().between(0, highest).withoutEdgeCases();
  }

  /** A shape, and two thinnings of it: axes of size 1, leading axes left out. */
  @Provide public static Arbitrary<Pair> pairs() {
    return Combinators.combine(shapes(), upTo(15), upTo(15),
        upTo(2), upTo(2))
        .as((shape, a, b, dropA, dropB) -> new Pair(thin(shape, a, dropA), thin(shape, b & ~a, dropB)));
  }

  private static Shape thin(Shape shape, int ones, int drop) {
    return Shape.of(IntStream.range(Math.min(drop, shape.rank()), shape.rank())
        .map(axis -> (ones >> axis & 1) == 1 ? 1 : shape.dim(axis)).toArray());
  }

  @Provide public static Arbitrary<Path> paths() {
    return Combinators.combine(Arbitraries.of(Turn.Kind.class), upTo(1000))
        .as(Turn::new).list().ofMaxSize(6).map(Path::new);
  }

  /** F32 tensors, many of them views. */
  @Provide public static Arbitrary<Tensor> tensors() {
    return tensors(DType.F32);
  }

  /** Tensors of a type, many of them views. */
  public static Arbitrary<Tensor> tensors(DType dtype) {
    return Combinators.combine(shapes(), paths(), upTo(100))
        .as((shape, path, salt) -> path.of(plain(dtype, shape, salt)));
  }

  /** A tensor in plain memory: reals between −10 and 10, integers 0 … 99. */
  public static Tensor plain(DType dtype, Shape shape, int salt) {
    var axes = shape.toString().replaceAll("[(),]", " ");
    return dtype == DType.I32 ? Input.indices("100", axes).tensor(dtype, Map.of(), salt)
        : Input.shape(axes).in(-10, 10).tensor(dtype, Map.of(), salt);
  }
}
