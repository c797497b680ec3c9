package org.vitrail.cli;

import static java.util.stream.Collectors.joining;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.vitrail.cli.bench.BenchCommand;
import org.vitrail.cli.classify.PredictCommand;
import org.vitrail.cli.console.Complaint;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.StandardOutput;
import org.vitrail.cli.contrastive.EmbedCommand;
import org.vitrail.cli.contrastive.SearchCommand;
import org.vitrail.cli.contrastive.ZeroShotCommand;
import org.vitrail.cli.device.DevicesCommand;
import org.vitrail.cli.device.TuneCommand;
import org.vitrail.cli.file.InfoCommand;
import org.vitrail.cli.file.QuantizeCommand;
import org.vitrail.cli.file.TokenizeCommand;
import org.vitrail.cli.fusion.CaptionCommand;
import org.vitrail.cli.fusion.ImagineCommand;
import org.vitrail.cli.fusion.InfillCommand;
import org.vitrail.cli.generate.ChatCommand;
import org.vitrail.cli.generate.GenerateCommand;
import org.vitrail.cli.generate.LanguageModels;
import org.vitrail.cli.generate.OpenModel;
import org.vitrail.cli.options.Configurable;
import org.vitrail.cli.proof.ExperimentCommand;
import org.vitrail.cli.proof.ParityCommand;
import org.vitrail.cli.train.CompareCommand;
import org.vitrail.vlm.experiment.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.PicocliException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/** The {@code vitrail} command. Exit codes: 0 done, 1 failed, 2 the command line was not understood. */
@Command(
    name = "vitrail",
    synopsisSubcommandLabel = "COMMAND",
    description = "Vision transformers, language models and models of both, written from scratch in Java.",
    footer = {
      "  vitrail demo                      train a CLIP on scenes, in a few minutes",
      "  vitrail train vit --data scenes   42 classes of generated pictures",
      "  vitrail train lm --data book.txt  a language model of a text of yours",
      "  vitrail train vit --help          every command has examples of its own"
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  @Option(names = "--debug", scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure and what the engine does; the same as -Dvitrail.debug=1.")
  private void debug(boolean on) {
    if (on) System.setProperty("vitrail.debug", System.getProperty("vitrail.debug", "1"));
  }

  @Option(names = "-D", scope = ScopeType.INHERIT, paramLabel = "KEY=VALUE", mapFallbackValue = "",
      description = "Set a property of the engine, such as -Dvitrail.vector.bits=256.")
  private void define(Map<String, String> properties) {
    properties.forEach(System::setProperty);
  }

  public static void main(String[] args) {
    VectorModule.load();
    var output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(new BufferedOutputStream(output), true, System.out.charset()));
    var console = Console.system();
    var terminal = System.console();
    boolean isTyped = terminal != null && terminal.isTerminal();
    var typed = new BufferedReader(isTyped ? new InputStreamReader(System.in, terminal.charset())
        : new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder()));
    OpenModel.Opener opener = (model, download) -> LanguageModels.open(download.find(model, console));
    var commands = new LinkedHashMap<String, Supplier<Object>>();
    commands.put("demo", () -> new DemoCommand(console));
    commands.put("train", () -> TrainCommand.line(console));
    commands.put("eval", () -> new EvalCommand(console));
    commands.put("compare", () -> new CompareCommand(console));
    commands.put("predict", () -> new PredictCommand(console));
    commands.put("zeroshot", () -> new ZeroShotCommand(console));
    commands.put("embed", () -> new EmbedCommand(console));
    commands.put("search", () -> new SearchCommand(console));
    commands.put("caption", () -> new CaptionCommand(console));
    commands.put("imagine", () -> new ImagineCommand(console));
    commands.put("infill", () -> new InfillCommand(console));
    commands.put("generate", () -> new GenerateCommand(console, System.in, opener));
    commands.put("chat", () -> new ChatCommand(console, typed, isTyped, opener));
    commands.put("parity", () -> new ParityCommand(console));
    commands.put("bench", () -> BenchCommand.line(console));
    commands.put("tokenize", () -> new TokenizeCommand(console));
    commands.put("info", () -> new InfoCommand(console));
    commands.put("quantize", () -> new QuantizeCommand(console));
    commands.put("tune", () -> new TuneCommand(console));
    commands.put("experiment", () -> new ExperimentCommand(console, Experiment.all()));
    commands.put("devices", () -> new DevicesCommand(console));
    int code = run(console, args, wanted(commands, args));
    if (System.out.checkError() && output.lost() != null) {
      console.say("vitrail: standard output: " + output.lost());
      code = CommandLine.ExitCode.SOFTWARE;
    }
    System.exit(code);
  }

  /** The command that {@code args} begin with, or all: to make each takes a while, and a start should not. */
  private static Object[] wanted(Map<String, Supplier<Object>> commands, String[] args) {
    var wanted = args.length == 0 ? null : commands.get(args[0]);
    return wanted != null ? new Object[] {wanted.get()} : commands.values().stream().map(Supplier::get).toArray();
  }

  /** Runs one command line with these commands and returns its exit code. */
  public static int run(Console console, String[] args, Object... commands) {
    var line = new CommandLine(new Main());
    for (var command : commands) line.addSubcommand(command);
    layOut(line.getCommandSpec());
    line.setOut(new PrintWriter(console.out(), true)).setErr(new PrintWriter(console.err(), true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(console.ansi()))
        .setUsageHelpAutoWidth(true).setAbbreviatedOptionsAllowed(false).setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, _) -> misunderstood(console, e))
        .setExecutionStrategy(parsed -> execute(line, parsed, args))
        .setExecutionExceptionHandler((e, _, _) -> failed(console, e));
    try {
      return line.execute(args);
    } catch (Error e) {
      return failed(console, e);
    }
  }

  /** Executes the command that was parsed, once more with the settings of a file as defaults where it names one. */
  private static int execute(CommandLine line, ParseResult parsed, String[] args) {
    var command = parsed;
    while (command.hasSubcommand()) command = command.subcommand();
    var commandLine = command.commandSpec().commandLine();
    try {
      var settings = command.commandSpec().userObject() instanceof Configurable c ? c.settings() : null;
      if (settings == null) return new RunLast().execute(parsed);
      commandLine.setDefaultValueProvider(settings);
      return new RunLast().execute(line.parseArgs(args));
    } catch (PicocliException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ExecutionException(commandLine, e.getMessage(), e);
    }
  }

  /** Gives the command, and each below it, the help flags and the same layout of help, which ends in examples. */
  private static void layOut(CommandSpec spec) {
    spec.mixinStandardHelpOptions(true).versionProvider(new Version());
    spec.usageMessage().optionListHeading("%nOptions:%n").commandListHeading("%nCommands:%n")
        .parameterListHeading("%n").footerHeading("%nExamples:%n");
    spec.usageMessage().sectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, _ -> examples(spec));
    spec.subcommands().values().forEach(command -> layOut(command.getCommandSpec()));
  }

  /** A line each, however long: what a person copies must not be broken. */
  private static String examples(CommandSpec spec) {
    return Stream.of(spec.usageMessage().footer()).map(line -> line + System.lineSeparator()).collect(joining());
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int misunderstood(Console console, ParameterException e) {
    console.say("vitrail: " + e.getMessage());
    var command = e.getCommandLine();
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    console.say("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Console console, Throwable e) {
    console.say("vitrail: " + Complaint.sentence(e));
    if (System.getProperty("vitrail.debug") != null) e.printStackTrace(console.err());
    return CommandLine.ExitCode.SOFTWARE;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "vitrail " + (version == null ? "(run from its classes)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
            + (VectorModule.isLoaded() ? ", with the vector module" : ", without the vector module"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch")
      };
    }
  }
}
