package org.vitrail.llm.token;

/**
 * A token that is found in a text before anything else is done with it.
 *
 * @param special whether it is markup and not text
 * @param singleWord whether no letter or digit may touch it
 * @param eatsBefore whether it takes the white space before it along
 * @param eatsAfter the same of that after it
 * @param normalized whether it is looked for in the normalised text
 */
record AddedToken(int id, String content, boolean special, boolean singleWord, boolean eatsBefore, boolean eatsAfter,
    boolean normalized) {

  static AddedToken special(int id, String content) {
    return new AddedToken(id, content, true, false, false, false, false);
  }

  /** Text that is always this token. */
  static AddedToken text(int id, String content) {
    return new AddedToken(id, content, false, false, false, false, false);
  }
}
