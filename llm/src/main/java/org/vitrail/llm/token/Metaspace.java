package org.vitrail.llm.token;

/** Whether a text gets a space before it, written as a character such as U+2581. */
enum Metaspace {
  ALWAYS, FIRST, NEVER;

  /** As a step of a tokenizer.json says, in its older or newer form. */
  static Metaspace of(Field json) {
    var scheme = json.get("prepend_scheme");
    if (!scheme.exists()) return json.get("add_prefix_space").flag(true) ? ALWAYS : NEVER;
    return switch (scheme.text()) {
      case "always" -> ALWAYS;
      case "first" -> FIRST;
      case "never" -> NEVER;
      default -> throw scheme.wrong("expected always, first or never");
    };
  }
}
