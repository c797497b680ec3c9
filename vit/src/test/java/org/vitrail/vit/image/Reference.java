package org.vitrail.vit.image;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference values beside the tests: pictures, settings and tensors. */
final class Reference {
  private static final ByteBuffer FILE =
      ByteBuffer.wrap(bytes("preprocessing.safetensors")).order(ByteOrder.LITTLE_ENDIAN);
  private static final int START = 8 + (int) FILE.getLong(0);
  private static final Map<?, ?> HEADER = (Map<?, ?>) json(FILE.slice(8, START - 8));

  static final Map<?, ?> MANIFEST = (Map<?, ?>) json(ByteBuffer.wrap(bytes("manifest.json")));

  private Reference() {}

  static Picture picture(String name) {
    return Picture.read(name, bytes(name + ".png"));
  }

  static List<String> keys(String prefix) {
    return HEADER.keySet().stream().map(Object::toString).filter(key -> key.startsWith(prefix)).sorted().toList();
  }

  static int[] shape(String key) {
    var sizes = list(((Map<?, ?>) HEADER.get(key)).get("shape"));
    return sizes.stream().mapToInt(size -> ((Number) size).intValue()).toArray();
  }

  /** The raw little-endian values of a tensor. */
  static ByteBuffer values(String key) {
    var offsets = list(((Map<?, ?>) HEADER.get(key)).get("data_offsets"));
    int from = ((Number) offsets.get(0)).intValue();
    int to = ((Number) offsets.get(1)).intValue();
    return FILE.slice(START + from, to - from).order(ByteOrder.LITTLE_ENDIAN);
  }

  static List<?> list(Object value) {
    return (List<?>) value;
  }

  private static byte[] bytes(String name) {
    try (var in = Reference.class.getResourceAsStream("/parity/preprocessing/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object json(ByteBuffer text) {
    byte[] bytes = new byte[text.remaining()];
    text.get(bytes);
    try (var parser = new JsonFactory().createParser(bytes)) {
      parser.nextToken();
      return value(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var map = new LinkedHashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var key = parser.currentName();
          parser.nextToken();
          map.put(key, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        var items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
