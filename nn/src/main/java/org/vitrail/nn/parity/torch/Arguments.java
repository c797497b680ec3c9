package org.vitrail.nn.parity.torch;

import java.util.List;
import java.util.Map;
import org.vitrail.tensor.Tensor;

/** The arguments of a call by the names in the function's signature. */
record Arguments(String function, Map<String, Object> values) {

  Object get(String name) {
    if (!values.containsKey(name)) throw new IllegalStateException(function + " declares no '" + name + "'");
    return values.get(name);
  }

  boolean isNone(String name) {
    return get(name) == null;
  }

  Tensor tensor(String name) {
    return Values.tensor(get(name));
  }

  /** Null for None. */
  Tensor tensorOrNull(String name) {
    return isNone(name) ? null : tensor(name);
  }

  /** As a real tensor: integers become F32. */
  Tensor real(String name) {
    return Values.real(tensor(name));
  }

  int integer(String name) {
    return Values.integer(get(name));
  }

  /** One integer or a sequence of them; none for None. */
  int[] integers(String name) {
    return isNone(name) ? new int[0] : Values.integers(get(name));
  }

  /** Two integers, of which a single one stands for both. */
  int[] pair(String name) {
    var values = integers(name);
    return values.length == 1 ? new int[] {values[0], values[0]} : values;
  }

  double number(String name) {
    return Values.number(get(name));
  }

  boolean flag(String name) {
    return get(name) instanceof Boolean b ? b : !isNone(name) && number(name) != 0;
  }

  String text(String name) {
    if (get(name) instanceof String s) return s;
    throw new IllegalArgumentException(function + ": '" + name + "' is no string");
  }

  List<Tensor> tensors(String name) {
    return Values.tensors(get(name));
  }

  /** Refuses a value of an option that has no meaning here. */
  void require(boolean supported, String option) {
    if (!supported) throw new UnsupportedOperationException(function + " with " + option + " is not implemented");
  }
}
