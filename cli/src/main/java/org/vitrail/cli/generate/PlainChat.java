package org.vitrail.cli.generate;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrail.llm.token.Tokenizer;

/** A conversation as plain text, for models that were never taught one. */
record PlainChat(int[] begin, Tokenizer tokenizer) implements OpenModel.Chat {
  /** What stands before the turns. */
  static final String NAMES = "User: Assistant:";

  @Override public int[] tokens(List<OpenModel.Turn> turns) {
    var text = turns.stream().map(PlainChat::text).collect(Collectors.joining()) + "Assistant:";
    return IntStream.concat(IntStream.of(begin), IntStream.of(tokenizer.encode(text))).toArray();
  }

  private static String text(OpenModel.Turn turn) {
    return switch (turn.role()) {
      case "system" -> turn.text() + "\n\n";
      case "user" -> "User: " + turn.text() + "\n";
      default -> "Assistant: " + turn.text().strip() + "\n";
    };
  }
}
