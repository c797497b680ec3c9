package org.vitrail.llm.token;

/** Tokens of one word, without regard to what is around it. */
interface Model {
  void encode(String word, Ids out);
}
