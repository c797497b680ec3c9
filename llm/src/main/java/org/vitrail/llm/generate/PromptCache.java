package org.vitrail.llm.generate;

/**
 * Keeps the sequence of the last text, so that a prompt which begins as it did, such as the next turn of a chat, is
 * read only from where they part. Belongs to one model and one thread.
 */
public final class PromptCache {
  private Sequence sequence;

  public PromptCache() {}

  /** One that begins with what {@code sequence} has read, and goes on in it. */
  public PromptCache(Sequence sequence) {
    this.sequence = sequence;
  }

  /** A sequence that holds the beginning which {@code prompt}, without its last token, shares with the last text. */
  Sequence begin(LanguageModel model, int[] prompt) {
    if (sequence == null) sequence = model.begin();
    int common = 0;
    int most = Math.min(sequence.length(), prompt.length - 1);
    while (common < most && sequence.token(common) == prompt[common]) common++;
    sequence.truncate(common);
    return sequence;
  }

  /** How many tokens are kept. */
  public int length() {
    return sequence == null ? 0 : sequence.length();
  }
}
