package org.vitrail.nn.parity.torch;

import java.util.AbstractList;
import java.util.List;

/** A tuple whose elements have names: the {@code values} and {@code indices} of a sort. */
final class NamedTuple extends AbstractList<Object> {
  private final List<String> names;
  private final List<Object> elements;

  NamedTuple(List<String> names, List<Object> elements) {
    this.names = names;
    this.elements = elements;
  }

  static NamedTuple of(Object values, Object indices) {
    return new NamedTuple(List.of("values", "indices"), List.of(values, indices));
  }

  boolean has(String name) {
    return names.contains(name);
  }

  Object get(String name) {
    return elements.get(names.indexOf(name));
  }

  @Override public Object get(int i) {
    return elements.get(i);
  }

  @Override public int size() {
    return elements.size();
  }
}
