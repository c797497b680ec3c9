package org.vitrail.llm.token;

import java.text.Normalizer.Form;
import java.util.function.UnaryOperator;

/** What is done to a text before it is split. */
interface Normalizer extends UnaryOperator<String> {
  Normalizer NONE = text -> text;

  default Normalizer then(Normalizer next) {
    return text -> next.apply(apply(text));
  }

  /** One of Unicode's normal forms (UAX 15). */
  static Normalizer unicode(Form form) {
    return text -> UnicodeForm.apply(text, form);
  }

  /** Each character in lower case, without regard to its neighbours. */
  static String lowerCase(String text) {
    var result = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      if (c == 0x130) result.append("i\u0307");
      else result.appendCodePoint(Character.toLowerCase(c));
    });
    return result.toString();
  }
}
