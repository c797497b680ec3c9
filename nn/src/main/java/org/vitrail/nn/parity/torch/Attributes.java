package org.vitrail.nn.parity.torch;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.tensor.Tensor;

/** {@code value.name}. */
final class Attributes {
  private Attributes() {}

  static Object of(Object value, String name) {
    return switch (value) {
      case Module module -> module.get(name);
      case NamedTuple tuple when tuple.has(name) -> tuple.get(name);
      case Tensor t -> ofTensor(t, value, name);
      case Mask mask -> ofTensor(mask.tensor(), value, name);
      case null, default -> throw new UnsupportedOperationException("'" + name + "' of " + Values.describe(value));
    };
  }

  private static Object ofTensor(Tensor t, Object value, String name) {
    return switch (name) {
      case "shape" -> Values.shape(t);
      case "ndim" -> (long) t.rank();
      case "dtype" -> DTypeName.of(value);
      case "device" -> t.device().name();
      case "T" -> t.rank() < 2 ? t : t.t();
      case "mT" -> t.t();
      default -> method(value, name);
    };
  }

  private static Callable method(Object value, String name) {
    var method = Library.method(name);
    if (method == null) throw new UnsupportedOperationException("tensors have no method " + name + " here");
    return (positional, keywords) -> {
      var all = new ArrayList<Object>(List.of(value));
      all.addAll(positional);
      return method.call(all, keywords);
    };
  }
}
