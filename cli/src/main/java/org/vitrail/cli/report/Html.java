package org.vitrail.cli.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.vitrail.vit.image.Picture;

/** The small change of HTML. */
final class Html {
  private Html() {}

  /** Text that is safe between tags and in quoted attributes. */
  static String text(String plain) {
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        .replace("\"", "&quot;").replace("'", "&#39;");
  }

  /** The HTML of each item, one after the other. */
  static <T> String each(Iterable<T> items, Function<T, String> html) {
    return StreamSupport.stream(items.spliterator(), false).map(html).collect(Collectors.joining());
  }

  /** A picture as an address that holds it. */
  static String address(Picture picture) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(picture.png());
  }

  /** A text file beside this class. */
  static String resource(String name) {
    try (var in = Html.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
