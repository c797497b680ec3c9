package org.vitrail.llm.chat;

/** A piece of a template's source. */
record Token(Kind kind, String text, int line) {
  enum Kind {
    /** What stands outside of tags. */
    TEXT,
    /** <code>{{</code> and <code>}}</code>. */
    BEGIN_OUTPUT, END_OUTPUT,
    /** <code>{%</code> and <code>%}</code>. */
    BEGIN_BLOCK, END_BLOCK,
    NAME, STRING, NUMBER, OPERATOR, END
  }

  boolean is(Kind kind, String text) {
    return this.kind == kind && this.text.equals(text);
  }
}
