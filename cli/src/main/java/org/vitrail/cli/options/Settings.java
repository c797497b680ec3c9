package org.vitrail.cli.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vitrail.cli.console.UserError;
import org.vitrail.tensor.io.Json;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Values for flags that the command line does not give, from a JSON object: {@code {"patch": 4, "lr": 1e-3}}, the names
 * being those of the flags without dashes. A checkpoint keeps the settings of its run in the same form.
 */
public record Settings(String source, Map<String, Object> values) implements IDefaultValueProvider {

  /** The settings in a file. */
  public static Settings read(Path file) throws IOException {
    return new Settings(file.toString(), Json.readObject(file));
  }

  /** Every flag of {@code mixin} with its value, in the form that is read back. */
  public static Map<String, Object> of(CommandSpec mixin) {
    var settings = new LinkedHashMap<String, Object>();
    for (var option : mixin.options()) {
      settings.put(key(option), switch (option.getValue()) {
        case Path path -> path.toString();
        case Enum<?> choice -> choice.name();
        case int[] numbers -> Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(","));
        case Object other -> other;
        case null -> null;
      });
    }
    return settings;
  }

  static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "");
  }

  /** These settings, and those of {@code base} that they do not name. */
  public Settings over(Map<String, Object> base) {
    var all = new LinkedHashMap<>(base);
    all.putAll(values);
    return new Settings(source, all);
  }

  /** Refuses a setting that is no flag of {@code mixin}. */
  public Settings requireKnown(CommandSpec mixin) {
    var known = mixin.options().stream().map(Settings::key).collect(Collectors.toCollection(java.util.TreeSet::new));
    for (var name : values.keySet()) {
      if (!known.contains(name)) {
        throw new UserError(source + ": '" + name + "' is no setting; there are " + String.join(", ", known));
      }
    }
    return this;
  }

  @Override public String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option ? text(values.get(key(option))) : null;
  }

  /** A value as it stands on the command line; null for none. */
  public static String text(Object value) {
    return switch (value) {
      case null -> null;
      case List<?> several -> several.isEmpty() ? null
          : several.stream().map(String::valueOf).collect(Collectors.joining(","));
      default -> value.toString();
    };
  }
}
