package org.vitrail.llm.chat;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The template by which a model's files turn a chat into the text that the model was trained on. It is a program in the
 * language of Jinja; the part of it that such templates use is understood, values behave as Python's do, and nothing
 * outside of the chat can be reached. Threads may share one.
 */
public final class ChatTemplate {
  private static final String DIRECTIVES = "aAbBdmyYHIMSpj";
  private static final List<String> PATTERNS =
      List.of("EEE", "EEEE", "MMM", "MMMM", "dd", "MM", "yy", "uuuu", "HH", "hh", "mm", "ss", "a", "DDD");

  private final List<Statement> statements;

  private ChatTemplate(List<Statement> statements) {
    this.statements = statements;
  }

  /** @throws TemplateException if the template is wrong or uses what is not supported */
  public static ChatTemplate of(String source) {
    return new ChatTemplate(TemplateParser.parse(source));
  }

  /**
   * The text of a chat.
   *
   * @param extra further variables, such as {@code bos_token}, {@code eos_token}, {@code tools} and {@code
   * enable_thinking}: plain values, lists and maps
   * @param addGenerationPrompt whether the text ends where the assistant is to answer
   * @throws TemplateException if the template refuses the messages, fails on them or takes too long
   */
  public String render(List<Message> messages, Map<String, ?> extra, boolean addGenerationPrompt) {
    return renderMaps(messages.stream().map(message -> {
      var map = new LinkedHashMap<String, Object>();
      map.put("role", message.role());
      map.put("content", message.content());
      return map;
    }).toList(), extra, addGenerationPrompt);
  }

  /** As {@link #render}, for messages that have more than a role and a content, such as {@code tool_calls}. */
  public String renderMaps(List<? extends Map<String, ?>> messages, Map<String, ?> extra, boolean addGenerationPrompt) {
    var globals = new Scope(null);
    functions(globals);
    extra.forEach((name, value) -> globals.set(name, plain(value)));
    globals.set("messages", plain(messages));
    globals.set("add_generation_prompt", addGenerationPrompt);
    return new Renderer(globals).render(statements);
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Integer n -> (long) n;
      case Float x -> (double) x;
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, member) -> copy.put(String.valueOf(key), plain(member)));
        yield copy;
      }
      case List<?> list -> list.stream().map(ChatTemplate::plain).collect(Collectors.toCollection(ArrayList::new));
      case null, default -> value;
    };
  }

  private static void functions(Scope globals) {
    globals.set("raise_exception", (Function) (arguments, _) -> {
      throw new TemplateException("the chat template refuses these messages: "
          + (arguments.isEmpty() ? "it does not say why" : Python.text(arguments.getFirst())));
    });
    globals.set("namespace", (Function) (arguments, named) -> {
      var namespace = new Namespace();
      if (!arguments.isEmpty() && arguments.getFirst() instanceof Map<?, ?> map) {
        map.forEach((key, value) -> namespace.put(Python.text(key), value));
      }
      namespace.putAll(named);
      return namespace;
    });
    globals.set("dict", (Function) (_, named) -> new LinkedHashMap<>(named));
    globals.set("range", (Function) (arguments, _) -> range(arguments));
    globals.set("strftime_now", (Function) (arguments, _) -> now(Python.text(arguments.getFirst())));
  }

  private static Object range(List<Object> arguments) {
    var bounds = arguments.stream().mapToLong(bound -> bound instanceof Long n ? n : 0).toArray();
    long from = bounds.length > 1 ? bounds[0] : 0;
    long to = bounds.length == 0 ? 0 : bounds.length > 1 ? bounds[1] : bounds[0];
    long step = bounds.length > 2 ? bounds[2] : 1;
    if (step == 0 || (to - from) / step > 100_000) throw new TemplateException("the range has no end or is too long");
    return LongStream.iterate(from, i -> step > 0 ? i < to : i > to, i -> i + step).boxed()
        .collect(Collectors.toCollection(ArrayList<Object>::new));
  }

  /** The time now, by the directives of C's strftime. */
  private static String now(String format) {
    var time = LocalDateTime.now();
    var text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      int known = c == '%' && i + 1 < format.length() ? DIRECTIVES.indexOf(format.charAt(i + 1)) : -1;
      if (known >= 0) text.append(DateTimeFormatter.ofPattern(PATTERNS.get(known), Locale.ENGLISH).format(time));
      else text.append(c);
      if (known >= 0) i++;
    }
    return text.toString();
  }
}
