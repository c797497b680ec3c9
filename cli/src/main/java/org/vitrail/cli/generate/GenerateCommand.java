package org.vitrail.cli.generate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UnknownText;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.console.Utf8;
import org.vitrail.cli.options.DownloadOption;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.llm.generate.BeamSearch;
import org.vitrail.llm.generate.Completion;
import org.vitrail.llm.generate.Draft;
import org.vitrail.llm.generate.Generation;
import org.vitrail.llm.generate.constrain.Constraint;
import org.vitrail.nn.train.Interrupt;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrail generate}. */
@Command(
    name = "generate",
    description = "Let a language model go on from a text.",
    sortOptions = false,
    footer = {
      "  vitrail generate --model runs/lm-book --prompt \"It was\" -n 50 --top-p 0.9 --seed 1",
      "  vitrail generate --model m.gguf --prompt-file letter.txt --stop \"\\n\\n\"",
      "  vitrail generate --model m.gguf --prompt \"A person: \" --json-schema schema.json",
      "  vitrail generate --model m.gguf --prompt \"Call \" --regex \"[0-9]{3}-[0-9]{4}\"",
      "  vitrail generate --model big.gguf --draft small.gguf --prompt \"It was\"",
      "  vitrail generate --model m.gguf --prompt-file long.txt --prompt-cache long.cache",
      "  vitrail generate --model m.gguf --batch-file prompts.txt --json"
    })
public final class GenerateCommand implements Runnable {
  private final Console console;
  private final InputStream in;
  private final OpenModel.Opener opener;

  @Option(names = "--model", required = true, paramLabel = "MODEL",
      description = "A folder, a file, or an id in the local Hugging Face cache.")
  private String model;

  @ArgGroup private Prompt prompt;

  /** Where the text to go on from comes from; standard input if nothing is given. */
  private static final class Prompt {
    @Option(names = "--prompt", paramLabel = "TEXT", description = "The text to go on from (standard input).")
    private String text;

    @Option(names = "--prompt-file", paramLabel = "FILE", description = "The same from a file.")
    private Path file;

    @Option(names = "--batch-file", paramLabel = "FILE", description = "Several texts, one in each line, all at once.")
    private Path batch;
  }

  @Mixin private SamplingOptions sampling;

  @Option(names = "--beams", paramLabel = "N", description = "Look for the likeliest text with N beams (1).")
  private int beams = 1;

  @Option(names = "--length-penalty", paramLabel = "X",
      description = "Of beams: above 0 long texts are preferred, below short ones (1).")
  private double lengthPenalty = 1;

  @Option(names = "--json-schema", paramLabel = "FILE|TEXT",
      description = "Write JSON that satisfies this schema; {} is any.")
  private String jsonSchema;

  @Option(names = "--regex", paramLabel = "PATTERN", description = "Write what matches this regular expression.")
  private String regex;

  @Option(names = "--draft", paramLabel = "MODEL",
      description = "A smaller model of the same vocabulary that guesses ahead.")
  private String draft;

  @Option(names = "--lookup", paramLabel = "N",
      description = "Guess ahead what followed the last N tokens before (0, off).")
  private int lookup;

  @Option(names = "--prompt-cache", paramLabel = "FILE",
      description = "Keep what was read of the prompt in this file, and read no beginning of it again.")
  private Path promptCache;

  @Mixin private DownloadOption download;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  public GenerateCommand(Console console, InputStream in, OpenModel.Opener opener) {
    this.console = console;
    this.in = in;
    this.opener = opener;
  }

  @Override public void run() {
    threads.apply();
    refuseContradictions();
    try {
      var constraint = constraint();
      var texts = prompts();
      try (var opened = opener.open(model, download);
          var guesser = draft == null ? null : opener.open(draft, download);
          var interrupt = Interrupt.onShutdown()) {
        var generation = sampling.apply(opened.generation(), beams > 1).constraint(constraint)
            .cancelWhen(() -> interrupt.isRequested() || console.out().checkError());
        if (beams > 1) generation.beams(new BeamSearch(beams, lengthPenalty, BeamSearch.Stopping.HEURISTIC));
        if (guesser != null) {
          SharedVocabulary.require(model, opened.tokenizer(), draft, guesser.tokenizer());
          generation.draft(new Draft.OfModel(guesser.model()));
        }
        if (lookup > 0) generation.draft(new Draft.Lookup(lookup));
        var kept = promptCache == null ? null : KeptPrompt.open(promptCache, opened.model());
        if (kept != null) kept.use(generation);
        new UnknownText(opened.tokenizer()).notices(texts).forEach(console::say);
        var written = write(generation, texts, opened.model().context());
        if (kept != null) kept.keep(written.getFirst());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuseContradictions() {
    if (beams < 1) throw new UserError("--beams " + beams + " must be at least 1");
    if (regex != null && jsonSchema != null) throw new UserError("--regex and --json-schema exclude each other");
    if (lookup < 0) throw new UserError("--lookup " + lookup + " must not be negative");
    if (draft != null && lookup > 0) throw new UserError("--draft and --lookup both guess ahead; give one of them");
    if (beams > 1 && (draft != null || lookup > 0)) throw new UserError("--beams do not go with --draft or --lookup");
    if (beams > 1 && sampling.temperature != null && sampling.temperature > 0) {
      throw new UserError("--beams take the likeliest tokens; leave --temp out, or give --temp 0");
    }
    if (promptCache != null && (beams > 1 || isBatch())) {
      throw new UserError("--prompt-cache keeps one prompt of one text; leave --beams and --batch-file out");
    }
    if (beams > 1 && !sampling.stop.isEmpty()) throw new UserError("--beams end at end tokens only; leave --stop out");
  }

  private Constraint constraint() throws IOException {
    if (regex != null) return Constraint.regex(regex);
    if (jsonSchema == null) return null;
    boolean text = jsonSchema.isBlank() || jsonSchema.stripLeading().startsWith("{");
    return Constraint.jsonSchema(text ? jsonSchema : Utf8.read(Path.of(jsonSchema)));
  }

  private List<String> prompts() throws IOException {
    if (prompt == null) return List.of(withoutLastLineEnd(Utf8.text(in.readAllBytes(), "standard input")));
    if (prompt.text != null) return List.of(prompt.text);
    if (prompt.file != null) return List.of(withoutLastLineEnd(Utf8.read(prompt.file)));
    var lines = Utf8.read(prompt.batch).lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) throw new UserError(prompt.batch + ": there is no prompt in it; write one in each line");
    return lines;
  }

  private boolean isBatch() {
    return prompt != null && prompt.batch != null;
  }

  /** The line end that closes every text file is not part of what is said. */
  private static String withoutLastLineEnd(String text) {
    return text.endsWith("\r\n") ? text.substring(0, text.length() - 2)
        : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private List<Completion> write(Generation generation, List<String> texts, int context) {
    boolean batch = isBatch();
    var written = batch ? generation.generate(texts) : List.of(generation.stream(texts.getFirst(), this::show));
    if (output.json) {
      var all = IntStream.range(0, texts.size()).mapToObj(i ->
          GenerationFigures.json(texts.get(i), written.get(i), sampling.seed)).toList();
      if (batch) console.list(all);
      else console.figures(all.getFirst(), true);
    } else if (batch) {
      for (int i = 0; i < texts.size(); i++) {
        console.out().println("> " + texts.get(i) + "\n" + written.get(i).text() + "\n");
      }
    } else {
      console.out().println();
    }
    console.out().flush();
    boolean together = beams == 1 && draft == null && lookup == 0;
    GenerationFigures.notices(written, together, sampling, context).forEach(console::say);
    return written;
  }

  private void show(String piece) {
    if (output.json) return;
    console.out().print(piece);
    console.out().flush();
  }
}
