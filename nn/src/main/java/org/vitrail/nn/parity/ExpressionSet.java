package org.vitrail.nn.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Tape;
import org.vitrail.nn.parity.torch.TorchExpression;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Encoding;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Safetensors;

/**
 * A set of PyTorch expressions: for each entry of the manifest {@code NAME.in.X}, {@code NAME.out.i}, {@code NAME.up.i}
 * and {@code NAME.grad.X}, the gradient of {@code Σ up.i·out.i}.
 */
final class ExpressionSet {
  private final Safetensors stored;
  private final Checks checks;

  private ExpressionSet(Safetensors stored, Checks checks) {
    this.stored = stored;
    this.checks = checks;
  }

  static void run(Path directory, Map<String, Object> manifest, String set, Checks checks) throws IOException {
    if (!(manifest.get("ops") instanceof List<?> entries)) {
      throw new FormatException(directory.resolve("manifest.json"), "ops", "expected a list of expressions");
    }
    try (var stored = Safetensors.open(directory.resolve(set + ".safetensors"))) {
      var run = new ExpressionSet(stored, checks);
      for (var entry : entries) {
        if (!(entry instanceof Map<?, ?> e && e.get("name") instanceof String name
            && e.get("torch") instanceof String text)) {
          throw new FormatException(directory.resolve("manifest.json"), "ops", "expected an entry with name and torch");
        }
        run.check(name, text, Tolerance.of(entry));
      }
    }
  }

  private void check(String name, String text, Tolerance tolerance) {
    try {
      var inputs = under(name + ".in.");
      var masks = inputs.keySet().stream().filter(x -> stored.encoding(name + ".in." + x) == Encoding.BOOL).toList();
      compare(name, TorchExpression.parse(text), inputs, masks, tolerance);
    } catch (UnsupportedOperationException e) {
      checks.unsupported(name, e.getMessage());
    } catch (RuntimeException e) {
      checks.failure(name, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private void compare(String name, TorchExpression expression, Map<String, Tensor> inputs, List<String> masks,
      Tolerance tolerance) {
    var expectedOutputs = under(name + ".out.");
    if (expectedOutputs.isEmpty()) throw new IllegalArgumentException("the file holds no result of it");
    var upstream = under(name + ".up.");
    var gradients = under(name + ".grad.");
    var outputs = new ArrayList<Tensor>();
    Gradients found = null;
    if (gradients.isEmpty()) {
      outputs.addAll(expression.evaluate(inputs, masks));
    } else {
      found = Tape.gradients(() -> {
        outputs.addAll(expression.evaluate(inputs, masks));
        return upstream.entrySet().stream()
            .map(up -> outputs.get(Integer.parseInt(up.getKey())).mul(up.getValue()).sum())
            .reduce(Tensor::add).orElseThrow();
      }, inputs.values().stream().filter(x -> x.dtype().isReal()).toList());
    }
    for (var expected : expectedOutputs.entrySet()) {
      int i = Integer.parseInt(expected.getKey());
      checks.output(name + ".out." + i, i < outputs.size() ? outputs.get(i) : null, expected.getValue(), tolerance);
    }
    for (var expected : gradients.entrySet()) {
      var actual = found.find(inputs.get(expected.getKey())).orElse(null);
      checks.gradient(name + "." + expected.getKey(), actual, expected.getValue(), tolerance);
    }
  }

  private Map<String, Tensor> under(String prefix) {
    var found = new LinkedHashMap<String, Tensor>();
    for (var name : stored.names()) {
      if (name.startsWith(prefix)) found.put(name.substring(prefix.length()), stored.tensor(name));
    }
    return found;
  }
}
