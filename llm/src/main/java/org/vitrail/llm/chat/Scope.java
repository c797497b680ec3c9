package org.vitrail.llm.chat;

import java.util.HashMap;
import java.util.Map;

/** Variables; those of the scope around are seen, but not set. */
final class Scope {
  private final Scope around;
  private final Map<String, Object> variables = new HashMap<>();

  Scope(Scope around) {
    this.around = around;
  }

  Object get(String name) {
    for (var scope = this; scope != null; scope = scope.around) {
      if (scope.variables.containsKey(name)) return scope.variables.get(name);
    }
    return new Undefined(name);
  }

  void set(String name, Object value) {
    variables.put(name, value);
  }
}
