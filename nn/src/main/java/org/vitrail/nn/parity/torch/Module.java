package org.vitrail.nn.parity.torch;

import java.util.Map;

/** A name with others behind it: {@code torch}, {@code F}. What it lacks may be in {@code fallback}, or null. */
record Module(String name, Map<String, Object> members, Map<String, Object> fallback) {
  Object get(String member) {
    if (members.containsKey(member)) return members.get(member);
    if (fallback != null && fallback.containsKey(member)) return fallback.get(member);
    throw new UnsupportedOperationException(name + "." + member + " is not implemented");
  }
}
