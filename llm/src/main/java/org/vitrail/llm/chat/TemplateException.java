package org.vitrail.llm.chat;

/**
 * A template that is wrong, asks for what is not supported or too much, or refuses the messages; one sentence says
 * which.
 */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TemplateException(String sentence) {
    super(sentence);
  }

  TemplateException(int line, String problem) {
    super("chat template, line " + line + ": " + problem);
  }
}
