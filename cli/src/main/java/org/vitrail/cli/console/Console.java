package org.vitrail.cli.console;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command speaks. What a command is asked for, its figures, goes to {@code out}; everything else, such as
 * progress and notices, goes to {@code err}, so that {@code vitrail … --json | jq} just works.
 *
 * @param outTerminal whether {@code out} is a terminal and not a file or a pipe
 * @param errTerminal the same of {@code err}
 * @param colours whether colours may be used where there is a terminal
 */
public record Console(PrintStream out, PrintStream err, boolean outTerminal, boolean errTerminal, boolean colours) {
  private static final JsonMapper JSON = JsonMapper.builder().addModule(new SimpleModule()
      .addSerializer(Double.class, new FiniteOrNull<>()).addSerializer(Float.class, new FiniteOrNull<>())).build();
  private static final int DEFAULT_COLUMNS = 100;

  /**
   * The console of this process. The launcher says which streams are terminals, in {@code vitrail.terminal}; without it
   * both are when the JDK says so. Colours are off when {@code NO_COLOR} is set (no-color.org) or the terminal is dumb.
   */
  public static Console system() {
    var terminals = System.getProperty("vitrail.terminal");
    if (terminals == null) terminals = System.console() != null && System.console().isTerminal() ? "out,err" : "";
    boolean colours = System.getenv().getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(System.getenv("TERM"));
    return new Console(System.out, System.err, terminals.contains("out"), terminals.contains("err"), colours);
  }

  /** Prints a notice, on {@code err}. */
  public void say(String line) {
    err.println(line);
  }

  /**
   * Prints the figures that a command ends in, on {@code out}: as one JSON object, or as a line each for a person. A
   * number that is not finite becomes {@code null} in JSON, which has no word for it.
   */
  public void figures(Map<String, ?> figures, boolean json) {
    if (json) {
      out.println(toJson(figures));
    } else {
      int width = figures.keySet().stream().mapToInt(String::length).max().orElse(0);
      figures.forEach((name, value) -> out.println(bold(name) + " ".repeat(width + 2 - name.length()) + toText(value)));
    }
    out.flush();
  }

  /** Prints objects, on {@code out}, as one JSON array with a line for each. */
  public void list(List<? extends Map<String, ?>> objects) {
    out.println(objects.stream().map(Console::toJson).collect(Collectors.joining(",\n ", "[", "]")));
    out.flush();
  }

  private static String toJson(Map<String, ?> figures) {
    try {
      return JSON.writeValueAsString(figures);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String toText(Object value) {
    return value instanceof Double || value instanceof Float ? String.format(Locale.ROOT, "%.4g", value) : value + "";
  }

  private String bold(String text) {
    return ansi().string("@|bold " + text + "|@");
  }

  /** Whether help and figures, on {@code out}, are in colour. */
  public Ansi ansi() {
    return outTerminal && colours ? Ansi.ON : Ansi.OFF;
  }

  /** Whether {@code err} can show block characters; where not, ASCII is used. */
  boolean drawsBlocks() {
    return err.charset().newEncoder().canEncode('█');
  }

  /** The width of the terminal now, in characters; 100 where it cannot be known. */
  int columns() {
    try {
      var stty = new ProcessBuilder("stty", "size").redirectInput(Redirect.from(new File("/dev/tty")))
          .redirectError(Redirect.DISCARD).start();
      var size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ");
      return size.length == 2 && !size[1].equals("0") ? Integer.parseInt(size[1]) : DEFAULT_COLUMNS;
    } catch (IOException | NumberFormatException e) {
      return DEFAULT_COLUMNS;
    }
  }

  private static final class FiniteOrNull<N extends Number> extends JsonSerializer<N> {
    @Override
    public void serialize(N number, JsonGenerator json, SerializerProvider provider) throws IOException {
      if (!Double.isFinite(number.doubleValue())) json.writeNull();
      else json.writeNumber(number.toString());
    }
  }
}
