package org.vitrail.cli.generate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UnknownText;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.fusion.MixedChat;
import org.vitrail.cli.options.DownloadOption;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.Mode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrail chat}. */
@Command(
    name = "chat",
    description = "Talk with a language model, or with one that reads and writes pictures too.",
    sortOptions = false,
    footer = {
      "  vitrail chat --model qwen2.5-0.5b-instruct",
      "  vitrail chat --model m.gguf --system \"Be brief.\" --temp 0.5 -n 200",
      "  echo \"What is a tensor?\" | vitrail chat --model m.gguf",
      "  vitrail chat --model runs/chameleon-scenes --pictures painted/    /picture FILE shows it one",
      "  vitrail chat --model runs/instruct-scenes     /picture FILE what color is the circle"
    })
public final class ChatCommand implements Runnable {
  private final Console console;
  private final BufferedReader in;
  private final boolean interactive;
  private final OpenModel.Opener opener;

  @Option(names = "--model", required = true, paramLabel = "MODEL",
      description = "A folder, a file, or an id in the local Hugging Face cache.")
  private String model;

  @Option(names = "--system", paramLabel = "TEXT", description = "What the model is told before the conversation.")
  private String system;

  @Option(names = "--pictures", paramLabel = "DIR", defaultValue = "chat",
      description = "The folder for pictures that the model paints, if it does (${DEFAULT-VALUE}).")
  private Path pictures;

  @Mixin private SamplingOptions sampling;
  @Mixin private DownloadOption download;
  @Mixin private ThreadsOption threads;

  /** @param interactive whether a person types, so that lines which come at once were pasted together */
  public ChatCommand(Console console, BufferedReader in, boolean interactive, OpenModel.Opener opener) {
    this.console = console;
    this.in = in;
    this.interactive = interactive;
    this.opener = opener;
  }

  @Override public void run() {
    threads.apply();
    try {
      var folder = Path.of(model);
      if (Files.isDirectory(folder) && MixedModel.isIn(folder)) mixed(folder);
      else talk();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void mixed(Path folder) throws IOException {
    UserError.unless(system == null, "--system is not for " + model + ", to which each turn stands for itself");
    try (var generator = MixedGenerator.open(folder)) {
      var style = generator.painting(sampling.seed()).mode(Mode.FREE).words(sampling.alone()).codes(sampling.alone())
          .most(sampling.tokens);
      new MixedChat(console, in, interactive, generator, style, pictures).run();
    }
  }

  private void talk() throws IOException {
    try (var opened = opener.open(model, download)) {
      var generation = sampling.apply(opened.generation(), false);
      if (opened.chat() == null) {
        console.say(model + " has no chat template, so it may not know what a conversation is; it is given "
            + "'User:' and 'Assistant:' before each turn");
        generation.stop("\nUser:");
      }
      var chat = opened.chat() == null ? new PlainChat(opened.begin(), opened.tokenizer()) : opened.chat();
      var talk = new Conversation(generation, chat, opened.model().context(), sampling.tokens, system);
      var unknown = new UnknownText(opened.tokenizer());
      var said = new ArrayList<String>();
      if (opened.chat() == null) said.add(PlainChat.NAMES);
      if (system != null) said.add(system);
      unknown.notices(said).forEach(console::say);
      new ChatLoop(console, in, interactive, talk, unknown).run();
    }
  }
}
