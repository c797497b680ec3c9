package org.vitrail.nn.parity.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A function with a signature as Python documents it: {@code softmax(input, dim)}, {@code sum(input, dim=None)},
 * {@code permute(input, *dims)}.
 */
final class Function implements Callable {
  /** What the function does. */
  interface Body {
    Object apply(Arguments a);
  }

  private static final Map<String, String> OTHER_NAMES = Map.of("axis", "dim", "keepdims", "keepdim", "self", "input");

  private final String name;
  private final List<String> parameters = new ArrayList<>();
  private final Map<String, Object> defaults = new HashMap<>();
  private final Body body;
  private String rest;

  Function(String signature, Body body) {
    this.body = body;
    int open = signature.indexOf('(');
    name = signature.substring(0, open);
    for (var parameter : signature.substring(open + 1, signature.length() - 1).split(", ")) {
      var parts = parameter.split("=", 2);
      if (parameter.startsWith("*")) {
        rest = parameter.substring(1);
      } else if (!parameter.isEmpty()) {
        parameters.add(parts[0]);
        if (parts.length == 2) defaults.put(parts[0], Parser.parse(parts[1]).evaluate(Map.of()));
      }
    }
  }

  String name() {
    return name;
  }

  @Override public Object call(List<Object> positional, Map<String, Object> keywords) {
    var values = new HashMap<>(defaults);
    int fixed = Math.min(positional.size(), parameters.size());
    for (int i = 0; i < fixed; i++) values.put(parameters.get(i), positional.get(i));
    if (rest != null) values.put(rest, rest(positional.subList(fixed, positional.size())));
    else if (positional.size() > fixed) throw new UnsupportedOperationException(name + " takes no further argument");
    keywords.forEach((given, value) -> values.put(known(given), value));
    for (var parameter : parameters) {
      if (!values.containsKey(parameter)) throw new IllegalArgumentException(name + " lacks '" + parameter + "'");
    }
    return body.apply(new Arguments(name, values));
  }

  /** Further arguments may come one by one or as one sequence. */
  private static Object rest(List<Object> values) {
    return values.size() == 1 && values.getFirst() instanceof List<?> one ? one : new ArrayList<>(values);
  }

  private String known(String given) {
    var other = OTHER_NAMES.getOrDefault(given, given);
    if (parameters.contains(given) || given.equals(rest)) return given;
    if (parameters.contains(other) || other.equals(rest)) return other;
    throw new UnsupportedOperationException(name + " has no argument '" + given + "' here");
  }
}
