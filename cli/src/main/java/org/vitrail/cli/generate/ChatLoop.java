package org.vitrail.cli.generate;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.vitrail.cli.console.Complaint;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UnknownText;
import org.vitrail.llm.chat.TemplateException;
import org.vitrail.llm.generate.Finish;
import org.vitrail.nn.train.Interrupt;

/** Reads questions and prints answers, until there are no more. */
final class ChatLoop {
  private static final String HELP = """
      /reset  forget what was said
      /exit   leave, as does the end of input (Ctrl-D)
      /help   this
      A line that ends in \\ goes on in the next one; lines pasted together are one question.""";

  private final Console console;
  private final BufferedReader in;
  private final boolean interactive;
  private final Conversation conversation;
  private final UnknownText unknown;

  ChatLoop(Console console, BufferedReader in, boolean interactive, Conversation conversation, UnknownText unknown) {
    this.console = console;
    this.in = in;
    this.interactive = interactive;
    this.conversation = conversation;
    this.unknown = unknown;
  }

  void run() throws IOException {
    if (interactive) console.say("Ask something; /help shows the commands.");
    for (var question = read(); question != null && !nobodyReads(); question = read()) {
      switch (question.strip()) {
        case "" -> { }
        case "/exit", "/quit" -> {
          return;
        }
        case "/help" -> console.say(HELP);
        case "/reset" -> {
          conversation.reset();
          console.say("Nothing has been said yet.");
        }
        case String command when command.startsWith("/") && !command.contains(" ") && !command.contains("\n") ->
            console.say(command + " is no command; there are /reset, /exit and /help");
        default -> answer(question);
      }
    }
  }

  /** Answers; Ctrl-C ends the answer and the program. */
  private void answer(String question) {
    unknown.notices(List.of(question)).forEach(console::say);
    try (var interrupt = Interrupt.onShutdown()) {
      var answer = conversation.ask(question, () -> interrupt.isRequested() || nobodyReads(), this::show);
      console.out().println();
      int forgotten = conversation.forgotten();
      if (forgotten > 0) console.say("(too long for the model's context: it forgot the oldest " + forgotten + ")");
      if (answer.finish() == Finish.CONTEXT) console.say("(" + GenerationFigures.full(conversation.context()) + ")");
      if (interactive) console.say("(" + GenerationFigures.pace(List.of(answer), true) + ")");
    } catch (IllegalArgumentException | TemplateException e) {
      console.say(Complaint.sentence(e));
    }
    console.out().flush();
  }

  private boolean nobodyReads() {
    return console.out().checkError();
  }

  private void show(String piece) {
    console.out().print(piece);
    console.out().flush();
  }

  /** The next question; null at the end of input. */
  private String read() throws IOException {
    if (interactive) {
      console.err().print("> ");
      console.err().flush();
    }
    var line = in.readLine();
    if (line == null) return null;
    var question = new StringBuilder(line);
    while (question.toString().endsWith("\\") || interactive && in.ready()) {
      boolean continued = question.toString().endsWith("\\");
      var next = in.readLine();
      if (next == null) break;
      if (continued) question.setLength(question.length() - 1);
      question.append('\n').append(next);
    }
    return question.toString();
  }
}
