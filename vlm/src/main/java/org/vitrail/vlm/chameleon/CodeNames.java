package org.vitrail.vlm.chameleon;

/**
 * What Chameleon's vocabulary calls the codes of pictures: {@code IMGIMG…Z} around the decimal digits of the code, A
 * for 0 to J for 9, such as {@code IMGIMGBCZ} for 12.
 */
final class CodeNames {
  private static final String BEGIN = "IMGIMG";
  private static final String END = "Z";

  private CodeNames() {}

  static String name(int code) {
    var letters = new StringBuilder(BEGIN);
    for (char digit : Integer.toString(code).toCharArray()) letters.append((char) (digit - '0' + 'A'));
    return letters.append(END).toString();
  }

  /** Whether a token is named as codes are. */
  static boolean isCode(String name) {
    return name.startsWith(BEGIN);
  }

  /** @throws IllegalArgumentException in one sentence, if {@code name} is that of no code */
  static int code(String name) {
    if (name.matches(BEGIN + "[A-J]{1,9}" + END)) {
      int code = 0;
      for (int i = BEGIN.length(); i < name.length() - END.length(); i++) code = 10 * code + name.charAt(i) - 'A';
      if (name(code).equals(name)) return code;
    }
    throw new IllegalArgumentException("config.json: vocabulary_map has a token '" + name
        + "', expected the digits of a code in the letters A to J, such as " + name(12) + " for 12");
  }
}
