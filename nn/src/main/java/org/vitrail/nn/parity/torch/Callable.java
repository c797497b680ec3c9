package org.vitrail.nn.parity.torch;

import java.util.List;
import java.util.Map;

/** A function value. */
@FunctionalInterface
interface Callable {
  Object call(List<Object> positional, Map<String, Object> keywords);
}
