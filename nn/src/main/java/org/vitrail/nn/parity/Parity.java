package org.vitrail.nn.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

/**
 * Proves that this engine computes what a reference implementation computed: a parity case is a folder with a model's
 * configuration and weights, inputs, and the reference's outputs and gradients.
 *
 * <p>A case of one model has {@code case.json} (its class, tolerances), {@code config.json}, {@code model.safetensors}
 * and {@code io.safetensors} with {@code in.X}, {@code up.X} (gradients that reach the outputs, where there is no
 * loss), {@code out.X}, {@code grad.P} and {@code gradin.X}. A set of many small cases has a {@code manifest.json}
 * instead, or a {@code case.json} that a set knows. Which classes and sets are known is a matter of {@link ModelCase} and
 * {@link SetCase}.
 */
public final class Parity {
  private Parity() {}

  /** Runs the case in {@code directory} on the current device; one that cannot be read or that throws fails. */
  public static CaseResult run(Path directory) {
    var checks = new Checks();
    var name = directory.toAbsolutePath().normalize().getFileName().toString();
    var className = "";
    try {
      if (!Files.isDirectory(directory)) {
        checks.failure(name, "there is no folder " + directory);
      } else if (Files.exists(directory.resolve("case.json"))) {
        var caseJson = Json.readObject(directory.resolve("case.json"));
        className = String.valueOf(caseJson.get("class"));
        if (!runSets(directory, String.valueOf(caseJson.get("name")), caseJson, checks)) {
          runModel(directory, className, caseJson, checks);
        }
      } else {
        var manifest = Json.readObject(directory.resolve("manifest.json"));
        className = String.valueOf(manifest.getOrDefault("name", name));
        if (!runSets(directory, className, manifest, checks)) {
          checks.unsupported(className, "there is no runner for this set");
        }
      }
    } catch (NoSuchFileException e) {
      checks.failure(name, "there is no " + e.getFile());
    } catch (IOException | RuntimeException e) {
      checks.failure(name, e.getMessage() == null ? e.toString() : e.getMessage());
    }
    return checks.result(name, className);
  }

  /** Runs all that know the set or case {@code name}, and says whether there is any. */
  private static boolean runSets(Path directory, String name, Map<String, Object> json, Checks checks)
      throws IOException {
    var sets = providers(ServiceLoader.load(SetCase.class)).filter(set -> set.knows(name, json)).toList();
    for (var set : sets) set.run(directory, json, checks);
    return !sets.isEmpty();
  }

  private static void runModel(Path directory, String className, Map<String, Object> caseJson, Checks checks)
      throws IOException {
    var builder = providers(ServiceLoader.load(ModelCase.class))
        .filter(models -> models.classes().contains(className)).findFirst();
    if (builder.isEmpty()) {
      checks.unsupported(className, "this class is not implemented");
      return;
    }
    var config = Files.exists(directory.resolve("config.json")) ? Json.readObject(directory.resolve("config.json"))
        : Map.<String, Object>of();
    var setup = new ModelCase.Setup(config, tensors(directory.resolve("model.safetensors")), caseJson);
    var io = tensors(directory.resolve("io.safetensors"));
    new ModelRun(setup, io, checks).run(builder.get().build(className, setup));
  }

  /** All tensors of a safetensors file. */
  public static Map<String, Tensor> tensors(Path file) throws IOException {
    var tensors = new LinkedHashMap<String, Tensor>();
    try (var open = Safetensors.open(file)) {
      for (var name : open.names()) tensors.put(name, open.tensor(name));
    }
    return tensors;
  }

  private static <T> Stream<T> providers(ServiceLoader<T> loader) {
    return loader.stream().map(ServiceLoader.Provider::get);
  }
}
