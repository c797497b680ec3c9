package org.vitrail.llm.generate.constrain;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Tells whether no value can satisfy two schemas: their types differ, or their constants, or a property that both
 * require has different constants in them.
 */
record Disjoint(BiFunction<String, String, Object> resolve) {

  /** The alternatives of a {@code oneOf}, if at most one of them can hold. */
  List<?> require(List<?> schemas, String place) {
    for (int i = 0; i < schemas.size(); i++) {
      for (int j = i + 1; j < schemas.size(); j++) {
        if (!areDisjoint(schemas.get(i), schemas.get(j), place)) {
          throw Schema.wrong(place, "alternatives " + i + " and " + j + " of oneOf may hold together; write anyOf if "
              + "either will do, or give each a constant of its own");
        }
      }
    }
    return schemas;
  }

  private boolean areDisjoint(Object first, Object second, String place) {
    if (!(target(first, place) instanceof Map<?, ?> a && target(second, place) instanceof Map<?, ?> b)) return false;
    var constantsA = constants(a);
    var constantsB = constants(b);
    if (constantsA != null && constantsB != null) return Collections.disjoint(constantsA, constantsB);
    var typesA = types(a, constantsA, place);
    var typesB = types(b, constantsB, place);
    if (!typesA.isEmpty() && !typesB.isEmpty() && Collections.disjoint(typesA, typesB)) return true;
    return typesA.equals(Set.of("object")) && typesB.equals(Set.of("object")) && toldApart(a, b, place);
  }

  private Object target(Object schema, String place) {
    var found = schema;
    for (int hops = 0; hops < 20 && found instanceof Map<?, ?> map && map.get("$ref") instanceof String ref; hops++) {
      found = resolve.apply(ref, place);
    }
    return found;
  }

  private static Set<Object> constants(Map<?, ?> schema) {
    if (schema.containsKey("const")) return Collections.singleton(schema.get("const"));
    return schema.get("enum") instanceof List<?> values ? new HashSet<>(values) : null;
  }

  /** The types of a schema, integers being numbers. */
  private static Set<String> types(Map<?, ?> schema, Set<Object> constants, String place) {
    var types = new HashSet<>(Schema.types(schema, place));
    if (types.isEmpty() && constants != null) {
      for (var value : constants) {
        List.of("object", "array", "string", "number", "boolean", "null").stream()
            .filter(type -> Schema.is(value, type)).forEach(types::add);
      }
    }
    if (types.remove("integer")) types.add("number");
    return types;
  }

  private boolean toldApart(Map<?, ?> a, Map<?, ?> b, String place) {
    if (!(a.get("properties") instanceof Map<?, ?> ofA && b.get("properties") instanceof Map<?, ?> ofB)) return false;
    if (!(a.get("required") instanceof List<?> inA && b.get("required") instanceof List<?> inB)) return false;
    return inA.stream().anyMatch(name -> inB.contains(name) && ofA.containsKey(name) && ofB.containsKey(name)
        && areDisjoint(ofA.get(name), ofB.get(name), place));
  }
}
