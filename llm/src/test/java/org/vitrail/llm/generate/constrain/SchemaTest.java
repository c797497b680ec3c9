package org.vitrail.llm.generate.constrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.llm.generate.BeamSearch;
import org.vitrail.llm.generate.Draft;
import org.vitrail.llm.generate.Finish;
import org.vitrail.llm.generate.Generation;
import org.vitrail.llm.generate.PrefixModel;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;

class SchemaTest {

  /** A value, the last of several members of one name. */
  private static Object parse(String json) throws IOException {
    try (var parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      var value = value(parser);
      assertEquals(null, parser.nextToken(), "something follows the value");
      return value;
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        var members = new LinkedHashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        return members;
      }
      case START_ARRAY -> {
        var items = new ArrayList<Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) items.add(value(parser));
        return items;
      }
      case VALUE_STRING -> {
        return parser.getText();
      }
      case VALUE_NUMBER_INT -> {
        return parser.getLongValue();
      }
      case VALUE_NUMBER_FLOAT -> {
        return parser.getDoubleValue();
      }
      default -> {
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getBooleanValue();
      }
    }
  }

  private static Object schema(SplittableRandom random, int depth) {
    int kind = random.nextInt(depth == 0 ? 8 : 12);
    return switch (kind) {
      case 0 -> Map.of("type", List.of("string", "null"), "maxLength", random.nextInt(4));
      case 1 -> Map.of("type", "string", "minLength", random.nextInt(3), "maxLength", 2 + random.nextInt(3));
      case 2 -> Map.of("type", "string", "pattern", List.of("^a+$", "b", "^[a-z\"\\\\]{2}", "\\n$|^é", "^(x|y)*$")
          .get(random.nextInt(5)));
      case 3 -> Map.of("type", "integer", "minimum", random.nextInt(-2000, 50), "maximum", random.nextInt(50, 3000));
      case 4 -> Map.of("type", random.nextBoolean() ? "integer" : "number",
          "exclusiveMinimum", random.nextInt(-20, 20));
      case 5 -> Map.of("enum", List.of(1, "two", List.of(3), Map.of("four", true), 0.5, "\n\"é"));
      case 6 -> Map.of("type", List.of("number", "boolean"));
      case 7 -> random.nextBoolean() ? true : Map.of("const", "c");
      case 8 -> Map.of("type", "array", "items", schema(random, depth - 1), "minItems", random.nextInt(3), "maxItems",
          2 + random.nextInt(2));
      case 9 -> Map.of("anyOf", List.of(schema(random, depth - 1), schema(random, depth - 1)));
      default -> object(random, depth);
    };
  }

  private static Map<String, Object> object(SplittableRandom random, int depth) {
    var properties = new LinkedHashMap<String, Object>();
    var required = new ArrayList<String>();
    for (var name : List.of("a", "ab", "", "\"é", "name")) {
      if (random.nextBoolean()) properties.put(name, schema(random, depth - 1));
      if (random.nextInt(3) == 0) required.add(name);
    }
    var object = new LinkedHashMap<String, Object>(Map.of("type", "object", "properties", properties));
    object.put("required", required.stream().filter(properties::containsKey).toList());
    if (random.nextBoolean()) {
      object.put("additionalProperties", random.nextBoolean() ? schema(random, 0) : (Object) random.nextBoolean());
    }
    return object;
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void whatIsGeneratedIsValid(@ForAll long seed) throws IOException {
    var random = new SplittableRandom(seed);
    var text = Json.write(schema(random, 3));
    var constraint = Constraint.jsonSchema(text);
    for (int i = 0; i < 3; i++) {
      var written = Babble.under(constraint, random.nextLong(), 500);
      Statistics.collect(written.complete());
      if (written.complete()) {
        var value = parse(written.text());
        var schema = Json.parse(Path.of("schema"), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        assertTrue(new Validator(Map.of()).holds(schema, value), text + " of " + written.text());
      } else {
        assertEquals(Finish.LENGTH, written.finish());
      }
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void anyJsonParses(@ForAll long seed) throws IOException {
    var written = Babble.under(Constraint.json(), seed, 500);
    if (written.complete()) parse(written.text());
    else assertEquals(Finish.LENGTH, written.finish());
  }

  private static final String TREE = """
      {"$defs": {"tree": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 3},
       "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}, "maxItems": 2}},
       "required": ["name"], "additionalProperties": false}}, "$ref": "#/$defs/tree"}""";

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void aSchemaMayReferToItself(@ForAll long seed) throws IOException {
    var written = Babble.under(Constraint.jsonSchema(TREE), seed, 800);
    if (!written.complete()) return;
    var schema = (Map<?, ?>) Json.parse(Path.of("schema"), ByteBuffer.wrap(TREE.getBytes(StandardCharsets.UTF_8)));
    assertTrue(new Validator(schema).holds(schema, parse(written.text())), written.text());
  }

  @Test void examples() {
    accepts(true, "{\"type\": \"integer\"}", "-12", "0", "999999999999999999");
    accepts(false, "{\"type\": \"integer\"}", "012", "1.5", "", "\"1\"");
    accepts(true, "{\"type\": \"number\"}", "-12.5e-3", "0.0");
    accepts(true, "{\"minimum\": 8, \"maximum\": 1203, \"type\": \"integer\"}", "8", "9", "10", "99", "999", "1203");
    accepts(false, "{\"minimum\": 8, \"maximum\": 1203, \"type\": \"integer\"}", "7", "1204", "-8", "08", "9999");
    accepts(true, "{\"minimum\": -5, \"maximum\": 5, \"type\": \"number\"}", "-5", "-4.9", "0.1", "-0.5", "4.99", "5");
    accepts(false, "{\"minimum\": -5, \"maximum\": 5, \"type\": \"number\"}", "-5.1", "5.1", "6", "50");
    accepts(true, TREE, "{\"name\": \"a\"}",
        "{ \"name\":\"a\",\"children\": [{\"name\":\"\\u00e9\"},\n {\"name\":\"\"}] }");
    accepts(false, TREE, "{}", "{\"children\": []}", "{\"name\": \"abcd\"}",
        "{\"name\":\"a\",\"other\":1}", "{\"name\":\"a\",}");
    accepts(true, "{\"properties\": {\"a\": true}, \"additionalProperties\": true}",
        "{}", "{\"b\":1}", "{\"a\":1,\"ab\":[]}");
    accepts(false, "{\"properties\": {\"ab\": true}, \"additionalProperties\": true}",
        "{\"c\":1,\"ab\":1}", "{\"\\u0061b\":1}");
    accepts(true, "{\"type\": \"array\", \"maxItems\": 0}", "[]", "[ ]");
    accepts(true, "{\"required\": [\"x\"]}", "{\"x\":[1, {\"y\":null}]}");
    accepts(false, "{\"required\": [\"x\"]}", "{}", "{\"y\":1}");
    accepts(true, "{\"pattern\": \"a\\\\\\\\b\"}", "\"xa\\\\\\\\by\"".replace("\\\\\\\\", "\\\\"));
  }

  private static void accepts(boolean accepted, String schema, String... texts) {
    var constraint = Constraint.jsonSchema(schema);
    for (var text : texts) assertEquals(accepted, constraint.accepts(text), schema + " of " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "1", "{\"type\": \"text\"}", "{\"type\": 3}", "{\"allOf\": []}",
      "{\"not\": {}}", "{\"$ref\": \"other.json\"}", "{\"$ref\": \"#/$defs/x\"}", "{\"$ref\": 1}", "{\"$ref\": \"#\"}",
      "{\"anyOf\": []}",
      "{\"anyOf\": [{\"$ref\": \"#\"}, {\"type\": \"null\"}]}", "{\"enum\": []}", "{\"enum\": 1}", "false",
      "{\"type\": \"string\", \"pattern\": \"(\"}", "{\"type\": \"string\", \"pattern\": \"a\", \"maxLength\": 1}",
      "{\"type\": \"array\", \"minItems\": -1}", "{\"type\": \"array\", \"minItems\": 1e9}", "{\"multipleOf\": 2}",
      "{\"type\": \"array\", \"items\": {\"$ref\": \"#\"}, \"minItems\": 1}", "{\"minimum\": 5, \"maximum\": 4}",
      "{\"minimum\": 0.1, \"maximum\": 0.2}", "{\"minimum\": \"a\"}", "{\"required\": 1}", "{\"properties\": []}",
      "{\"properties\": {\"a\": 1}}", "{\"oneOf\": [{\"type\": \"integer\"}, {\"type\": \"number\"}]}",
      "{\"type\": \"object\", \"required\": [\"a\"], \"additionalProperties\": false}",
      "{\"minLength\": 3, \"maxLength\": 2}", "{\"type\": \"integer\", \"enum\": [\"a\"]}",
      "{\"anyOf\": [{}], \"type\": \"string\"}", "{\"const\": [NaN]}"})
  void whatCannotBeIsOneSentence(String schema) {
    var refusal = assertThrows(RuntimeException.class, () -> Constraint.jsonSchema(schema));
    assertTrue(refusal.getClass() == IllegalArgumentException.class || refusal instanceof FormatException,
        refusal.toString());
    assertFalse(refusal.getMessage().contains("\n"));
  }

  @Test void oneOfNeedsAlternativesThatCannotHoldTogether() {
    var shapes = """
        {"oneOf": [{"type": "object", "properties": {"kind": {"const": "circle"}, "r": {"type": "number"}},
        "required": ["kind"]}, {"$ref": "#/$defs/square"}, {"type": "null"}],
        "$defs": {"square": {"type": "object", "properties": {"kind": {"enum": ["square", "box"]}},
        "required": ["kind"]}}}""";
    accepts(true, shapes, "{\"kind\": \"circle\", \"r\": 1}", "{\"kind\": \"box\"}", "null");
  }

  @Test void endTokensWaitForTheEndAndRoomThatIsTooSmallIsTold() {
    var cut = Babble.under(Constraint.regex("(abc){50}x"), 1, 5);
    assertFalse(cut.complete());
    assertEquals(Finish.LENGTH, cut.finish());
    var whole = Babble.under(Constraint.regex("abcx"), 1, 9);
    assertTrue(whole.complete());
    assertEquals("abcx", whole.text());
    assertEquals(Finish.END, whole.finish());
    var model = PrefixModel.hash(Babble.BYTES.size(), 50, 1, 9);
    var endless = Generation.with(model, Babble.BYTES).constraint(Constraint.regex("abcx")).generate(1);
    assertEquals("abcx", endless.text());
    assertEquals(Finish.COMPLETE, endless.finish());
  }

  /** The state follows the text wherever beams and drafts take it. */
  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void beamsAndDraftsKeepTheConstraint(@ForAll long seed) throws IOException {
    var schema = "{\"type\": \"array\", \"items\": {\"enum\": [\"ab\", \"abc\", 12]}, \"maxItems\": 3}";
    var model = PrefixModel.hash(Babble.BYTES.size(), 90, seed, 9);
    var greedy = Generation.with(model, Babble.BYTES).end(Babble.END).maxTokens(80)
        .constraint(Constraint.jsonSchema(schema));
    var plain = greedy.generate(1);
    assertTrue(plain.complete());
    parse(plain.text());
    assertEquals(plain.text(), greedy.draft(new Draft.Lookup(2)).generate(1).text());
    var other = PrefixModel.hash(Babble.BYTES.size(), 90, seed + 1, 9);
    assertEquals(plain.text(), greedy.draft(new Draft.OfModel(other)).generate(1).text());
    var beams = Generation.with(model, Babble.BYTES).end(Babble.END).maxTokens(80).beams(BeamSearch.of(3))
        .constraint(Constraint.jsonSchema(schema)).generate(1);
    assertTrue(beams.complete());
    parse(beams.text());
  }
}
