package org.vitrail.cli.contrastive;

import java.util.List;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UnknownText;
import org.vitrail.vlm.TextInput;

/** What a model of pictures and texts does not read of a user's texts. */
public final class UnreadText {
  private UnreadText() {}

  /** Names words that the model has no token for, and a text that is longer than it can read. */
  public static void tell(TextInput input, List<String> texts, Console console) {
    new UnknownText(input.tokenizer()).notices(texts.stream().map(input.spelling()).toList())
        .forEach(notice -> console.say("note: " + notice));
    texts.stream().filter(text -> input.count(text) > input.length()).findFirst().ifPresent(text -> console.say(
        "note: the model reads " + input.length() + " tokens and cuts longer texts, such as '" + text + "' of "
            + input.count(text)));
  }
}
