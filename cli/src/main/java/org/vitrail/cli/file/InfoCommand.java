package org.vitrail.cli.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.options.DownloadOption;
import org.vitrail.cli.options.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail info}. */
@Command(
    name = "info",
    sortOptions = false,
    description = {
      "Show what a model or a file of tensors holds: its architecture in numbers, metadata, tensors.",
      "Reads GGUF, safetensors, what PyTorch saves (no code of it ever runs), the .bin of llama2.c, npy and npz."
    },
    footer = {
      "  vitrail info runs/vit-scenes",
      "  vitrail info model.gguf --metadata tokenizer",
      "  vitrail info Qwen/Qwen3-0.6B --tensors layers.0.   a model in the cache",
      "  vitrail info checkpoint.pt --json | jq '.tensors[].name'"
    })
public final class InfoCommand implements Callable<Integer> {
  private static final int SHOWN = 6;
  private static final int LONGEST = 60;

  private final Console console;

  @Parameters(paramLabel = "MODEL",
      description = "A folder, a file, or the id of a model in the cache of Hugging Face.")
  private String model;

  @Option(names = "--metadata", arity = "0..1", fallbackValue = "", paramLabel = "WORD",
      description = "Only metadata, those whose names hold WORD.")
  private String metadata;

  @Option(names = "--tensors", arity = "0..1", fallbackValue = "", paramLabel = "WORD",
      description = "Only tensors, those whose names hold WORD.")
  private String tensors;

  @Mixin private DownloadOption download;
  @Mixin private JsonOption output;

  public InfoCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    var all = describe();
    boolean both = metadata == null && tensors == null;
    var shown = all.only(both ? "" : metadata, both ? "" : tensors);
    if (output.json) console.figures(json(all, shown), true);
    else say(all, shown);
    return 0;
  }

  private FileDescription describe() throws IOException {
    if (model.endsWith(".npy")) return FileDescription.ofNpy(Path.of(model));
    if (model.endsWith(".npz")) return FileDescription.ofNpz(Path.of(model));
    return FileDescription.of(download.find(model, console));
  }

  private void say(FileDescription all, FileDescription shown) {
    console.figures(figures(all), false);
    if (!shown.metadata().isEmpty()) {
      console.out().println();
      var lines = new LinkedHashMap<String, Object>();
      shown.metadata().forEach((key, value) -> lines.put(onOneLine(key), text(value)));
      console.figures(lines, false);
    }
    if (!shown.tensors().isEmpty()) {
      console.out().println();
      table(shown.tensors());
    }
  }

  private static Map<String, Object> figures(FileDescription description) {
    var figures = new LinkedHashMap<String, Object>();
    figures.put("file", description.file());
    figures.put("kind", description.kind());
    if (!description.architecture().isEmpty()) figures.put("architecture", onOneLine(description.architecture()));
    description.numbers().forEach((name, value) -> figures.put(name.replace('_', ' '), value));
    figures.put("parameters", String.format(Locale.ROOT, "%,d", description.parameters()));
    figures.put("bytes", String.format(Locale.ROOT, "%,d", description.bytes()));
    figures.put("tensors", description.tensors().size() + description.formats().entrySet().stream()
        .map(format -> format.getValue() + " " + format.getKey()).collect(Collectors.joining(", ", " (", ")")));
    return figures;
  }

  private void table(List<FileDescription.Entry> entries) {
    int name = entries.stream().mapToInt(e -> onOneLine(e.name()).length()).max().orElse(0);
    int shape = entries.stream().mapToInt(e -> e.shape().toString().length()).max().orElse(0);
    for (var entry : entries) {
      console.out().println(String.format(Locale.ROOT, "%-" + name + "s  %-" + shape + "s  %-7s %,15d bytes",
          onOneLine(entry.name()), entry.shape(), entry.format(), entry.bytes()));
    }
  }

  private static Map<String, Object> json(FileDescription all, FileDescription shown) {
    var json = new LinkedHashMap<String, Object>();
    json.put("file", all.file().toString());
    json.put("kind", all.kind());
    json.put("architecture", all.architecture());
    json.putAll(all.numbers());
    json.put("parameters", all.parameters());
    json.put("bytes", all.bytes());
    json.put("formats", all.formats());
    var values = new LinkedHashMap<String, Object>();
    shown.metadata().forEach((key, value) -> values.put(key, abridged(value)));
    json.put("metadata", values);
    json.put("tensors", shown.tensors().stream().map(InfoCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(FileDescription.Entry entry) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", entry.name());
    json.put("shape", entry.shape().sizes());
    json.put("format", entry.format());
    json.put("bytes", entry.bytes());
    return json;
  }

  /** Long lists as their length and first elements. */
  private static Object abridged(Object value) {
    return switch (value) {
      case List<?> list when list.size() > SHOWN -> Map.of("length", list.size(), "first", list.subList(0, SHOWN));
      case null -> null;
      default -> value;
    };
  }

  private static String text(Object value) {
    return switch (value) {
      case List<?> list -> list.stream().limit(SHOWN).map(InfoCommand::text).collect(Collectors.joining(", ", "[", ""))
          + (list.size() > SHOWN ? ", … " + list.size() + " in all]" : "]");
      case String text -> onOneLine(text);
      case Map<?, ?> map -> map.entrySet().stream().map(e -> onOneLine("" + e.getKey()) + ": " + text(e.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
      case null, default -> String.valueOf(value);
    };
  }

  /** A text out of a file, which may hold anything, shortened. */
  private static String onOneLine(String text) {
    var start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return start.replace("\n", "\\n").replaceAll("\\p{Cntrl}", "?");
  }
}
