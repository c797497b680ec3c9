package org.vitrail.tensor.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as plain Java values: {@code Map<String, Object>} in the order of the file, {@code List<Object>},
 * {@code String}, {@code Long} (beyond 64 bits {@code BigInteger}), {@code Double}, {@code Boolean} and {@code null}.
 * {@code NaN} and {@code Infinity} are read and written as Python does.
 */
public final class Json {
  private static final int DEEPEST = 200;
  /** A parsed document takes up to 30 times its length; what could fill the heap is refused. */
  private static final long LONGEST = Math.min(100_000_000, Runtime.getRuntime().maxMemory() / 48);

  private static final JsonFactory FACTORY = new JsonFactoryBuilder()
      .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
      .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
      .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
      .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
      .build();

  private final Path file;
  private final JsonParser parser;

  private Json(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /** The value that {@code file} holds. */
  public static Object read(Path file) throws IOException {
    requireLength(file, Files.size(file));
    try (var in = Files.newInputStream(file)) {
      return parse(file, ByteBuffer.wrap(in.readNBytes((int) LONGEST)));
    }
  }

  /** The object that {@code file} holds. */
  public static Map<String, Object> readObject(Path file) throws IOException {
    return object(file, "JSON", read(file));
  }

  /** {@code value} as an object. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Path file, String place, Object value) {
    if (value instanceof Map<?, ?>) return (Map<String, Object>) value;
    throw new FormatException(file, place, "expected an object, found " + describe(value));
  }

  /** What {@code value} is, for a message. */
  static String describe(Object value) {
    return switch (value) {
      case Map<?, ?> members -> "an object";
      case List<?> elements -> "a list";
      case null -> "nothing";
      default -> FormatException.quote(value.toString());
    };
  }

  static void requireLength(Path file, long length) {
    if (length > LONGEST) {
      throw new FormatException(file, "JSON of " + length + " bytes is more than the " + LONGEST
          + " that this heap allows; give the JVM more memory (-Xmx) if it is meant to be that long");
    }
  }

  /** The value that {@code utf8}, a part of {@code file}, holds. */
  public static Object parse(Path file, ByteBuffer utf8) {
    CharBuffer text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(utf8);
    } catch (CharacterCodingException e) {
      throw new FormatException(file, "JSON, byte " + utf8.position(), "expected UTF-8");
    }
    try (var parser = FACTORY.createParser(text.array(), text.arrayOffset(), text.length())) {
      return new Json(file, parser).document();
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      var place = at == null ? "JSON" : "JSON, line " + at.getLineNr() + ", column " + at.getColumnNr();
      var problem = e.getOriginalMessage().replaceAll("\\[Source[^;]*; ([^\\]]*)\\]", "$1").replaceAll("\\s+", " ");
      throw new FormatException(file, place, problem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Object document() throws IOException {
    if (parser.nextToken() == null) throw wrong("expected a value, found nothing");
    var value = value();
    if (parser.nextToken() != null) throw wrong("expected the end after the first value");
    return value;
  }

  private Object value() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> text(parser.getText());
      case VALUE_NUMBER_INT -> parser.getNumberValue() instanceof Integer i ? i.longValue() : parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw wrong("expected a value");
    };
  }

  private Map<String, Object> object() throws IOException {
    var members = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = text(parser.currentName());
      if (members.containsKey(name)) throw wrong("the key " + FormatException.quote(name) + " occurs twice");
      parser.nextToken();
      members.put(name, value());
    }
    return members;
  }

  private List<Object> array() throws IOException {
    var elements = new ArrayList<Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) elements.add(value());
    return elements;
  }

  private String text(String text) {
    if (text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) return text;
    throw wrong("half of a surrogate pair stands alone in " + FormatException.quote(text));
  }

  private FormatException wrong(String problem) {
    var at = parser.currentLocation();
    return new FormatException(file, "JSON, line " + at.getLineNr() + ", column " + at.getColumnNr(), problem);
  }

  /** Writes {@code value}, indented, in one step: a reader sees the old file or the new one. */
  public static void write(Path file, Object value) throws IOException {
    AtomicFile.write(file, (write(value, true) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** {@code value} on one line. */
  public static String write(Object value) {
    return write(value, false);
  }

  private static String write(Object value, boolean indented) {
    var text = new StringWriter();
    try (var out = FACTORY.createGenerator(text)) {
      if (indented) out.setPrettyPrinter(new DefaultPrettyPrinter().withoutSpacesInObjectEntries());
      put(out, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void put(JsonGenerator out, Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String s -> out.writeString(s);
      case Boolean b -> out.writeBoolean(b);
      case Double d -> out.writeNumber(d);
      case Float f -> out.writeNumber(f);
      case java.math.BigInteger i -> out.writeNumber(i);
      case Number n -> out.writeNumber(n.longValue());
      case Map<?, ?> members -> {
        out.writeStartObject();
        for (var member : members.entrySet()) {
          out.writeFieldName((String) member.getKey());
          put(out, member.getValue());
        }
        out.writeEndObject();
      }
      case Iterable<?> elements -> {
        out.writeStartArray();
        for (var element : elements) put(out, element);
        out.writeEndArray();
      }
      default -> throw new IllegalArgumentException("JSON has no form for " + value.getClass());
    }
  }
}
