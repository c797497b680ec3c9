package org.vitrail.cli.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.vitrail.cli.generate.OpenModel.Turn;
import org.vitrail.llm.generate.Completion;
import org.vitrail.llm.generate.Generation;
import org.vitrail.llm.generate.PromptCache;

/** What has been said. When it gets too long for the model, the oldest question and its answer are forgotten. */
final class Conversation {
  private final Generation generation;
  private final OpenModel.Chat chat;
  private final int context;
  private final int room;
  private final List<Turn> turns = new ArrayList<>();
  private final int kept;
  private int forgotten;

  /**
   * @param context of the model
   * @param answer tokens of an answer
   */
  Conversation(Generation generation, OpenModel.Chat chat, int context, int answer, String system) {
    this.generation = generation.cache(new PromptCache());
    this.chat = chat;
    this.context = context;
    room = context - answer;
    if (system != null) turns.add(new Turn("system", system));
    kept = turns.size();
  }

  /** Most tokens of all that is said, the answer included. */
  int context() {
    return context;
  }

  /** Begins anew. */
  void reset() {
    turns.subList(kept, turns.size()).clear();
  }

  /** How many questions were forgotten before the last answer. */
  int forgotten() {
    return forgotten;
  }

  /** Asks; {@code listener} hears the answer as it comes, which ends as soon as {@code cancelled} is true. */
  Completion ask(String question, BooleanSupplier cancelled, Consumer<String> listener) {
    turns.add(new Turn("user", question));
    try {
      var answer = generation.cancelWhen(cancelled).stream(tokens(), listener);
      turns.add(new Turn("assistant", answer.text()));
      return answer;
    } catch (RuntimeException e) {
      turns.removeLast();
      throw e;
    }
  }

  private int[] tokens() {
    forgotten = 0;
    var tokens = chat.tokens(turns);
    while (tokens.length > Math.max(1, room) && turns.size() - kept > 2) {
      turns.subList(kept, kept + 2).clear();
      forgotten++;
      tokens = chat.tokens(turns);
    }
    return tokens;
  }
}
