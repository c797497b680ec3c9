package org.vitrail.llm.token;

import java.util.List;
import java.util.stream.Stream;
import org.vitrail.llm.token.Template.Part;

/** Reads the {@code post_processor} of a tokenizer.json. */
final class JsonTemplates {
  private JsonTemplates() {}

  static Template read(Field json) {
    if (!json.exists()) return Template.NONE;
    return switch (json.get("type").text()) {
      case "ByteLevel" -> Template.NONE;
      case "Sequence" -> sequence(json);
      case "TemplateProcessing" -> new Template(parts(json, "single"), parts(json, "pair"));
      case "BertProcessing" -> bert(id(json.get("cls")), id(json.get("sep")));
      case "RobertaProcessing" -> roberta(id(json.get("cls")), id(json.get("sep")));
      default -> throw json.get("type").wrong("this post-processor is not supported");
    };
  }

  private static Template sequence(Field json) {
    var templates = json.get("processors").list().stream().map(JsonTemplates::read)
        .filter(template -> template != Template.NONE).toList();
    if (templates.size() > 1) throw json.wrong("more than one template in a sequence is not supported");
    return templates.isEmpty() ? Template.NONE : templates.getFirst();
  }

  private static List<Part> parts(Field json, String key) {
    return json.get(key).list().stream().flatMap(part -> {
      var text = part.get("Sequence");
      if (text.exists()) {
        return Stream.of(new Part.Text(number(key, text.get("id")), text.get("type_id").integer(0)));
      }
      var special = part.get("SpecialToken");
      var token = json.get("special_tokens").get(special.get("id").text());
      return token.get("ids").list().stream()
          .map(id -> (Part) new Part.Special(id.integer(), special.get("type_id").integer(0)));
    }).toList();
  }

  private static int number(String key, Field id) {
    return switch (id.text()) {
      case "A" -> 0;
      case String b when b.equals("B") && key.equals("pair") -> 1;
      default -> throw id.wrong("expected A" + (key.equals("pair") ? " or B" : ""));
    };
  }

  /** The id of {@code ["[CLS]", 101]}. */
  private static int id(Field json) {
    var pair = json.list();
    if (pair.size() != 2) throw json.wrong("expected a token and its id");
    return pair.getLast().integer();
  }

  static Template bert(int cls, int sep) {
    return new Template(List.of(new Part.Special(cls, 0), new Part.Text(0, 0), new Part.Special(sep, 0)),
        List.of(new Part.Special(cls, 0), new Part.Text(0, 0), new Part.Special(sep, 0), new Part.Text(1, 1),
            new Part.Special(sep, 1)));
  }

  private static Template roberta(int cls, int sep) {
    return new Template(List.of(new Part.Special(cls, 0), new Part.Text(0, 0), new Part.Special(sep, 0)),
        List.of(new Part.Special(cls, 0), new Part.Text(0, 0), new Part.Special(sep, 0), new Part.Special(sep, 0),
            new Part.Text(1, 0), new Part.Special(sep, 0)));
  }
}
