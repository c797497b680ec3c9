package org.vitrail.vlm.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One measure of a model.
 *
 * @param n of how many items
 * @param lo where the 95 % interval begins, see {@link Bootstrap}
 * @param chance what guessing gives, NaN where that has no meaning
 * @param variant how the model was asked
 */
public record Result(String probe, String split, int n, String metric, double value, double lo, double hi,
    double chance, String variant) {
  private static final Set<String> OTHERS = Set.of("mean absolute error", "median rank", "CIDEr-D");

  /** Whether the value is a share, of which a hundred per cent is the most. */
  public boolean isShare() {
    return !OTHERS.contains(metric);
  }

  /** The members by name, as a report in JSON has them. */
  public Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("probe", probe);
    json.put("split", split);
    json.put("n", n);
    json.put("metric", metric);
    json.put("value", number(value));
    json.put("lo", number(lo));
    json.put("hi", number(hi));
    json.put("chance", number(chance));
    json.put("variant", variant);
    return json;
  }

  private static Object number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
