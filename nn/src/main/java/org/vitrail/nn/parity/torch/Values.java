package org.vitrail.nn.parity.torch;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Tensor;

/** Values as the type that an operation needs. */
final class Values {
  private Values() {}

  static Tensor tensor(Object value) {
    return switch (value) {
      case Tensor t -> t;
      case Mask mask -> mask.tensor();
      case null, default -> throw new IllegalArgumentException("expected a tensor, found " + describe(value));
    };
  }

  static int integer(Object value) {
    return switch (value) {
      case Long n -> Math.toIntExact(n);
      case Boolean b -> b ? 1 : 0;
      case Tensor t when t.size() == 1 && !t.dtype().isReal() -> (int) t.item();
      case null, default -> throw new IllegalArgumentException("expected an integer, found " + describe(value));
    };
  }

  static double number(Object value) {
    return switch (value) {
      case Number n -> n.doubleValue();
      case Boolean b -> b ? 1 : 0;
      case Tensor t when t.size() == 1 -> t.item();
      case null, default -> throw new IllegalArgumentException("expected a number, found " + describe(value));
    };
  }

  /** One integer or a sequence of them. */
  static int[] integers(Object value) {
    if (!(value instanceof List<?> list)) return new int[] {integer(value)};
    return list.stream().mapToInt(Values::integer).toArray();
  }

  static List<Tensor> tensors(Object value) {
    if (value instanceof List<?> list) return list.stream().map(Values::tensor).toList();
    throw new IllegalArgumentException("expected a sequence of tensors, found " + describe(value));
  }

  static List<Object> shape(Tensor t) {
    var sizes = new ArrayList<Object>();
    for (int size : t.shape().sizes()) sizes.add((long) size);
    return sizes;
  }

  /** {@code x} as a real tensor: integers become F32. */
  static Tensor real(Tensor x) {
    return x.dtype().isReal() ? x : x.to(DType.F32);
  }

  static String describe(Object value) {
    return value == null ? "None" : value instanceof Tensor || value instanceof Number || value instanceof String
        ? value.toString() : "a " + value.getClass().getSimpleName();
  }
}
