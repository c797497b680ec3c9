package org.vitrail.llm.generate.constrain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Map;

/** The numbers between the bounds that a schema gives. */
final class NumberSchema {
  /** Bounds where a schema has none: 18 digits, so that every integer fits into 64 bits. */
  private static final long MOST = 999_999_999_999_999_999L;

  private final String place;
  private final boolean bounded;
  private final long low;
  private final long high;

  NumberSchema(Map<?, ?> schema, String place) {
    this.place = place;
    var minimum = bound(schema, "minimum", place);
    var maximum = bound(schema, "maximum", place);
    var above = bound(schema, "exclusiveMinimum", place);
    var below = bound(schema, "exclusiveMaximum", place);
    bounded = minimum != null || maximum != null || above != null || below != null;
    long from = minimum == null ? -MOST : clamp(minimum.setScale(0, RoundingMode.CEILING));
    if (above != null) from = Math.max(from, clamp(above.setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE)));
    long to = maximum == null ? MOST : clamp(maximum.setScale(0, RoundingMode.FLOOR));
    if (below != null) to = Math.min(to, clamp(below.setScale(0, RoundingMode.CEILING).subtract(BigDecimal.ONE)));
    low = from;
    high = to;
  }

  private static BigDecimal bound(Map<?, ?> schema, String keyword, String place) {
    return switch (schema.get(keyword)) {
      case null -> null;
      case BigInteger i -> new BigDecimal(i);
      case Long l -> BigDecimal.valueOf(l);
      case Double d when Double.isFinite(d) -> BigDecimal.valueOf(d);
      case Object other -> throw Schema.wrong(place, keyword + " is a number, not " + other);
    };
  }

  private static long clamp(BigDecimal whole) {
    return whole.min(BigDecimal.valueOf(MOST + 1)).max(BigDecimal.valueOf(-MOST - 1)).longValueExact();
  }

  Part integer() {
    return bounded ? IntegerRange.of(Math.max(low, -MOST), Math.min(high, MOST)) : JsonParts.INTEGER;
  }

  /** With bounds: integers between them, and fractions between those. */
  Part number() {
    if (!bounded) return JsonParts.NUMBER;
    if (low > high) throw Schema.wrong(place, "bounds of a number without an integer between them are not supported");
    var parts = new ArrayList<Part>();
    parts.add(integer());
    parts.add(Part.sequence(IntegerRange.whole(Math.max(0, low), Math.min(high, MOST) - 1), JsonParts.FRACTION));
    parts.add(Part.sequence(Part.text("-"), IntegerRange.whole(Math.max(0, -high), -Math.max(low, -MOST) - 1),
        JsonParts.FRACTION));
    return Part.choice(parts);
  }
}
