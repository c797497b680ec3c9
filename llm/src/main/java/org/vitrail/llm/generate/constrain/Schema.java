package org.vitrail.llm.generate.constrain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrail.tensor.io.Json;

/**
 * A JSON schema as the rules of a machine. Understood are {@code type} (one or several), {@code properties},
 * {@code required}, {@code additionalProperties}, {@code items}, {@code minItems}, {@code maxItems}, {@code minLength},
 * {@code maxLength}, {@code pattern}, {@code minimum}, {@code maximum} and their exclusive forms, {@code enum},
 * {@code const}, {@code anyOf}, {@code oneOf} where no value satisfies two alternatives, and {@code $ref} to a place in
 * the schema, which may lead back to itself. Other demands are refused; what only describes is passed over.
 *
 * <p>Everything written satisfies the schema, but not everything that satisfies it can be written: properties come in
 * the order of the schema, and others than those only where {@code additionalProperties} or the lack of
 * {@code properties} says so.
 */
final class Schema {
  private static final Set<String> TYPES = Set.of("object", "array", "string", "number", "integer", "boolean", "null");
  private static final Map<String, Set<String>> KEYWORDS = Map.of(
      "object", Set.of("properties", "required", "additionalProperties"),
      "array", Set.of("items", "minItems", "maxItems"),
      "string", Set.of("minLength", "maxLength", "pattern"),
      "number", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
      "integer", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
      "boolean", Set.of(), "null", Set.of());
  private static final Set<String> CHOICES = Set.of("$ref", "enum", "const", "anyOf", "oneOf");
  private static final Set<String> REFUSED = Set.of("allOf", "not", "if", "then", "else", "patternProperties",
      "propertyNames", "minProperties", "maxProperties", "dependentRequired", "dependentSchemas", "dependencies",
      "unevaluatedProperties", "unevaluatedItems", "prefixItems", "additionalItems", "contains", "minContains",
      "maxContains", "multipleOf", "$dynamicRef", "$recursiveRef", "uniqueItems");
  private static final int LONGEST = 100_000;

  private final Machine machine;
  private final JsonParts json;
  private final Object root;
  private final Map<String, Integer> rules = new HashMap<>();

  private Schema(Machine machine, Object root) {
    this.machine = machine;
    this.json = new JsonParts(machine);
    this.root = root;
  }

  /** Makes {@code rule} stand for the values that a schema describes. */
  static void define(Machine machine, int rule, String schema) {
    var root = Json.parse(Path.of("schema"), ByteBuffer.wrap(schema.getBytes(StandardCharsets.UTF_8)));
    machine.define(rule, new Schema(machine, root).reference("#", "#"));
  }

  /** The values of the schema at a place of this one. */
  private Part reference(String pointer, String place) {
    if (!rules.containsKey(pointer)) {
      int rule = machine.rule();
      rules.put(pointer, rule);
      machine.define(rule, part(at(pointer, place), pointer));
    }
    return Part.call(rules.get(pointer));
  }

  private Object at(String pointer, String place) {
    if (!pointer.equals("#") && !pointer.startsWith("#/")) {
      throw wrong(place, "$ref '" + pointer + "' leads out of the schema; it must be a place in it, as #/$defs/x");
    }
    var found = root;
    for (var step : pointer.length() < 2 ? new String[0] : pointer.substring(2).split("/", -1)) {
      var name = step.replace("~1", "/").replace("~0", "~");
      boolean there = found instanceof Map<?, ?> object && object.containsKey(name);
      if (!there) throw wrong(place, "$ref '" + pointer + "' leads nowhere");
      found = ((Map<?, ?>) found).get(name);
    }
    return found;
  }

  private Part part(Object schema, String place) {
    if (schema instanceof Boolean any) return any ? json.value() : Part.NEVER;
    if (!(schema instanceof Map<?, ?> object)) throw wrong(place, "a schema is an object, true or false");
    refuseUnknown(object, place);
    var choice = CHOICES.stream().filter(object::containsKey).sorted().toList();
    if (choice.isEmpty()) return ofTypes(object, place);
    var beside = new ArrayList<>(choice.subList(1, choice.size()));
    KEYWORDS.values().stream().flatMap(Set::stream).filter(object::containsKey).forEach(beside::add);
    if (object.containsKey("type") && !Set.of("enum", "const").contains(choice.getFirst())) beside.add("type");
    if (!beside.isEmpty()) throw wrong(place, choice.getFirst() + " beside " + beside.getFirst() + " is not supported");
    var value = object.get(choice.getFirst());
    return switch (choice.getFirst()) {
      case "$ref" -> reference(text(value, place, "$ref"), place);
      case "const" -> constants(Collections.singletonList(value), object, place);
      case "enum" -> constants(list(value, place, "enum"), object, place);
      case "oneOf" -> alternatives(new Disjoint(this::at).require(list(value, place, "oneOf"), place),
          place + "/oneOf");
      default -> alternatives(list(value, place, "anyOf"), place + "/anyOf");
    };
  }

  private static void refuseUnknown(Map<?, ?> schema, String place) {
    for (var keyword : schema.keySet()) {
      boolean off = Boolean.FALSE.equals(schema.get(keyword)) && keyword.equals("uniqueItems");
      if (REFUSED.contains(keyword) && !off) throw wrong(place, keyword + " is not supported");
    }
  }

  private Part constants(List<?> values, Map<?, ?> schema, String place) {
    if (!values.stream().allMatch(Schema::isJson)) throw wrong(place, "JSON has no NaN and no Infinity");
    var types = types(schema, place);
    var texts = values.stream().filter(value -> types.isEmpty() || types.stream().anyMatch(type -> is(value, type)))
        .map(Json::write).distinct().map(Part::text).toList();
    return texts.isEmpty() ? Part.NEVER : Part.choice(texts);
  }

  /** Whether no number in {@code value} is one that only JavaScript knows. */
  private static boolean isJson(Object value) {
    return switch (value) {
      case Double d -> Double.isFinite(d);
      case List<?> items -> items.stream().allMatch(Schema::isJson);
      case Map<?, ?> members -> members.values().stream().allMatch(Schema::isJson);
      case null, default -> true;
    };
  }

  static boolean is(Object value, String type) {
    return switch (type) {
      case "object" -> value instanceof Map<?, ?>;
      case "array" -> value instanceof List<?>;
      case "string" -> value instanceof String;
      case "number" -> value instanceof Number;
      case "integer" -> value instanceof Number n && n.doubleValue() == Math.rint(n.doubleValue());
      case "boolean" -> value instanceof Boolean;
      default -> value == null;
    };
  }

  private Part alternatives(List<?> schemas, String place) {
    if (schemas.isEmpty()) throw wrong(place, "there is no alternative");
    var parts = new ArrayList<Part>();
    for (int i = 0; i < schemas.size(); i++) parts.add(part(schemas.get(i), place + "/" + i));
    return Part.choice(parts);
  }

  /** The types that a schema names, in their order; empty if it names none. */
  static List<String> types(Map<?, ?> schema, String place) {
    var types = switch (schema.get("type")) {
      case null -> List.of();
      case List<?> several -> several;
      case Object one -> List.of(one);
    };
    for (var type : types) {
      if (!(type instanceof String name && TYPES.contains(name))) throw wrong(place, "there is no type " + type);
    }
    return types.stream().map(String.class::cast).toList();
  }

  /** Without a type, that of the keywords there are; a schema without either is any value. */
  private Part ofTypes(Map<?, ?> schema, String place) {
    var types = new LinkedHashSet<>(types(schema, place));
    if (types.isEmpty()) {
      for (var type : List.of("object", "array", "string", "number")) {
        if (KEYWORDS.get(type).stream().anyMatch(schema::containsKey)) types.add(type);
      }
      if (types.isEmpty()) return json.value();
    }
    return Part.choice(types.stream().map(type -> ofType(type, schema, place)).toList());
  }

  private Part ofType(String type, Map<?, ?> schema, String place) {
    return switch (type) {
      case "object" -> object(schema, place);
      case "array" -> array(schema, place);
      case "string" -> string(schema, place);
      case "number" -> new NumberSchema(schema, place).number();
      case "integer" -> new NumberSchema(schema, place).integer();
      case "boolean" -> JsonParts.BOOLEAN;
      default -> JsonParts.NULL;
    };
  }

  private Part object(Map<?, ?> schema, String place) {
    var properties = schema.get("properties") == null ? Map.of() : map(schema.get("properties"), place, "properties");
    var required = new LinkedHashSet<String>();
    if (schema.get("required") != null) {
      for (var name : list(schema.get("required"), place, "required")) required.add(text(name, place, "required"));
    }
    var extra = schema.containsKey("additionalProperties") ? schema.get("additionalProperties") : properties.isEmpty();
    var others = Boolean.FALSE.equals(extra) ? null : rule(extra, place + "/additionalProperties");
    var members = new ArrayList<JsonParts.Member>();
    properties.forEach((name, value) -> members.add(new JsonParts.Member((String) name,
        rule(value, place + "/properties/" + escape((String) name)), required.remove(name))));
    boolean closed = Boolean.FALSE.equals(schema.get("additionalProperties"));
    for (var name : required) {
      var value = closed ? Part.NEVER : others == null ? json.value() : others;
      members.add(new JsonParts.Member(name, value, true));
    }
    return json.object(members, others);
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** A schema as a rule of its own, so that it is there once however often it is called. */
  private Part rule(Object schema, String place) {
    if (Boolean.TRUE.equals(schema)) return json.value();
    int rule = machine.rule();
    rules.putIfAbsent(place, rule);
    machine.define(rule, part(schema, place));
    return Part.call(rule);
  }

  private Part array(Map<?, ?> schema, String place) {
    int min = length(schema, "minItems", 0, place);
    int max = length(schema, "maxItems", Part.UNBOUNDED, place);
    if (schema.get("items") instanceof List<?>) throw wrong(place, "a list of items is not supported");
    var item = schema.containsKey("items") ? rule(schema.get("items"), place + "/items") : json.value();
    if (max != Part.UNBOUNDED && max < min) return Part.NEVER;
    return json.array(item, min, max);
  }

  private Part string(Map<?, ?> schema, String place) {
    int min = length(schema, "minLength", 0, place);
    int max = length(schema, "maxLength", Part.UNBOUNDED, place);
    if (schema.get("pattern") != null) {
      if (schema.containsKey("minLength") || schema.containsKey("maxLength")) {
        throw wrong(place, "pattern beside minLength or maxLength is not supported; let the pattern count");
      }
      return JsonParts.quoted(Regex.within(text(schema.get("pattern"), place, "pattern"), Spelling.JSON));
    }
    return max != Part.UNBOUNDED && max < min ? Part.NEVER : json.string(min, max);
  }

  private static int length(Map<?, ?> schema, String keyword, int otherwise, String place) {
    return switch (schema.get(keyword)) {
      case null -> otherwise;
      case Number n when n.doubleValue() == Math.rint(n.doubleValue()) && n.doubleValue() >= 0 -> {
        if (n.doubleValue() > LONGEST) throw wrong(place, keyword + " is more than " + LONGEST);
        yield n.intValue();
      }
      case Object other -> throw wrong(place, keyword + " is a whole number, not " + other);
    };
  }

  private static String text(Object value, String place, String keyword) {
    if (value instanceof String text) return text;
    throw wrong(place, keyword + " is a text");
  }

  private static List<?> list(Object value, String place, String keyword) {
    if (value instanceof List<?> list) return list;
    throw wrong(place, keyword + " is a list");
  }

  private static Map<?, ?> map(Object value, String place, String keyword) {
    if (value instanceof Map<?, ?> map) return map;
    throw wrong(place, keyword + " is an object");
  }

  static IllegalArgumentException wrong(String place, String problem) {
    return new IllegalArgumentException("the schema at " + place + ": " + problem);
  }
}
