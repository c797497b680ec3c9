package org.vitrail.llm.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;

class ChatTemplateTest {
  private static final List<Message> HELLO = List.of(new Message("user", "Hello"));

  private static Path folder() {
    try {
      return Path.of(ChatTemplateTest.class.getResource("/chat/cases.json").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  record Case(String template, String chat, Map<String, Object> row) {
    @Override public String toString() {
      return template + " of " + chat;
    }
  }

  @SuppressWarnings("unchecked")
  static Stream<Case> cases() throws IOException {
    return ((List<Map<String, Object>>) Json.readObject(folder().resolve("cases.json")).get("cases")).stream()
        .map(row -> new Case((String) row.get("template"), (String) row.get("chat"), row));
  }

  @SuppressWarnings("unchecked")
  @ParameterizedTest @MethodSource("cases")
  void rendersAsJinjaDoes(Case c) throws IOException {
    var template = ChatTemplate.of(Files.readString(folder().resolve(c.template + ".jinja")));
    var messages = (List<Map<String, Object>>) c.row.get("messages");
    var extra = (Map<String, Object>) c.row.get("extra");
    boolean prompt = (Boolean) c.row.get("prompt");
    if (c.row.get("refused") instanceof String reason) {
      var refusal = assertThrows(TemplateException.class, () -> template.renderMaps(messages, extra, prompt));
      assertTrue(refusal.getMessage().endsWith("refuses these messages: " + reason), refusal.getMessage());
    } else {
      assertEquals(c.row.get("text"), template.renderMaps(messages, extra, prompt));
    }
  }

  @Test void takesMessages() {
    var template = ChatTemplate.of(
        "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}{{ add_generation_prompt }}");
    assertEquals("user: Hello\nTrue", template.render(HELLO, Map.of(), true));
  }

  @Test void knowsTheTime() {
    var template = ChatTemplate.of("{{ strftime_now('%Y-%m-%d') }}");
    assertTrue(template.render(HELLO, Map.of(), false).matches("20\\d\\d-\\d\\d-\\d\\d"));
  }

  @ParameterizedTest @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
      "{{ 1 ; line 1: a tag has no end",
      "{{ 1 2 }} ; line 1: expected the end of the tag, found '2'",
      "{% if x %} ; line 1: expected {% endif %}, found the end",
      "{% endif %} ; is not supported or does not belong here",
      "{% include 'x' %} ; the tag {% include %} is not supported",
      "{{ 'a }} ; a text has no closing '",
      "{# a ; a comment has no end",
      "{{ a..b }} ; expected a name",
      "{{ a ? b }} ; the character '?' is not expected",
      "{{ 99999999999999999999 }} ; is too large",
      "{{ x.y }} ; 'x' is undefined and has no 'y'",
      "{{ f() }} ; the function 'f' is not known",
      "{{ 'x' | shout }} ; the filter 'shout' is not supported",
      "{{ 'x' is loud }} ; the test 'is loud' is not supported",
      "{{ 'x'.encode() }} ; a text has no method 'encode'",
      "{{ ''.__class__.__mro__ }} ; '__class__' is undefined",
      "{{ messages.append(1) }} ; a list has no method 'append'",
      "{{ 1 + 'a' }} ; computes a number + a text",
      "{{ 1 // 0 }} ; divides by 0",
      "{{ 'x' * 100000000 }} ; repeats a text too often",
      "{% for a in range(9999999999) %}{% endfor %} ; has no end or is too long",
      "{% for a in range(3000) %}{% for b in range(3000) %}{% endfor %}{% endfor %} ; more than 2000000 steps",
      "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }} ; more than 50 deep",
      "{% set ns = namespace(s='aaaaaaaa') %}{% for a in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}"
          + " ; more than 20000000 characters",
      "{{ raise_exception('no') }} ; refuses these messages: no"})
  void endsInOneSentence(String source, String problem) {
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
      var failure = assertThrows(TemplateException.class, () -> ChatTemplate.of(source).render(HELLO, Map.of(), true));
      assertTrue(failure.getMessage().contains(problem), failure.getMessage());
      assertTrue(failure.getMessage().startsWith("chat template, line 1: "), failure.getMessage());
      assertFalse(failure.getMessage().contains("\n"));
    });
  }

  @Test void isNotDeep() {
    assertThrows(TemplateException.class, () -> ChatTemplate.of("{{ " + "(".repeat(100_000)));
    assertThrows(TemplateException.class, () -> ChatTemplate.of("{{ " + "-".repeat(100_000) + "1 }}"));
    assertThrows(TemplateException.class, () -> ChatTemplate.of("{{ " + "not ".repeat(100_000) + "1 }}"));
    assertThrows(TemplateException.class, () -> ChatTemplate.of("{% if 1 %}".repeat(100_000)));
    assertThrows(TemplateException.class, () -> ChatTemplate.of("{{ a" + "[a".repeat(100_000)));
  }

  /** Templates with random damage render, or end in a {@link TemplateException}; nothing else happens. */
  @Property(tries = 2000) void survivesDamage(@ForAll Random random) throws IOException {
    var names = List.of("llama31", "qwen3", "mistral3", "gemma3", "language", "zephyr");
    var source = new StringBuilder(Files.readString(folder().resolve(names.get(random.nextInt(names.size()))
        + ".jinja")));
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(source.length());
      int end = Math.min(source.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(3)) {
        case 0 -> source.setCharAt(at, "{}%#()[]|.,'\"-+ \nab0=~".charAt(random.nextInt(22)));
        case 1 -> source.delete(at, end);
        default -> source.insert(random.nextInt(source.length()), source.substring(at, end));
      }
    }
    try {
      ChatTemplate.of(source.toString()).render(HELLO, Map.of("bos_token", "<s>", "eos_token", "</s>"), true);
    } catch (TemplateException damaged) {
      assertTrue(damaged.getMessage().startsWith("chat template, line "), damaged.getMessage());
    }
  }

  @Test void isFoundInTheFilesOfAModel(@TempDir Path model) throws IOException {
    assertTrue(ChatTemplates.open(model).isEmpty());
    var config = model.resolve("tokenizer_config.json");
    Files.writeString(config,
        "{\"chat_template\": [{\"name\": \"rag\", \"template\": \"\"}, {\"name\": \"default\", \"template\": \"a\"}]}");
    assertEquals("a", ChatTemplates.open(model).orElseThrow().render(HELLO, Map.of(), true));
    Files.writeString(config, "{\"chat_template\": \"{% if\"}");
    assertThrows(FormatException.class, () -> ChatTemplates.open(model));
    Files.writeString(model.resolve("chat_template.jinja"), "b");
    assertEquals("b", ChatTemplates.open(model).orElseThrow().render(HELLO, Map.of(), true));
  }
}
