package org.vitrail.nn.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.autograd.Tape;
import org.vitrail.nn.Mode;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;

/** One model beside its reference: the same inputs, then the outputs, the loss, and all gradients. */
final class ModelRun {
  private final ModelCase.Setup setup;
  private final Map<String, Tensor> stored;
  private final Checks checks;
  private final Map<String, Tensor> inputs;
  private final Map<String, Tensor> upstream;

  /** @param stored what {@code io.safetensors} holds */
  ModelRun(ModelCase.Setup setup, Map<String, Tensor> stored, Checks checks) {
    this.setup = setup;
    this.stored = stored;
    this.checks = checks;
    this.inputs = under("in.");
    this.upstream = under("up.");
  }

  void run(ModelCase.Model model) {
    var weights = model.weights();
    weights.load(setup.stored());
    var outputs = new LinkedHashMap<String, Tensor>();
    var leaves = new ArrayList<Tensor>(weights.parameters().stream().filter(Parameter::isTrainable).toList());
    inputs.values().stream().filter(x -> x.dtype().isReal()).forEach(leaves::add);
    var gradients = inMode(() -> Tape.gradients(() -> {
      outputs.putAll(model.forward(inputs));
      if (!upstream.isEmpty()) outputs.put("loss", surrogate(outputs));
      return outputs.get("loss");
    }, leaves));
    compareOutputs(outputs, weights.tensors());
    compareGradients(weights.gradients(gradients), gradients);
  }

  private Gradients inMode(ScopedValue.CallableOp<Gradients, RuntimeException> body) {
    boolean training = "train".equals(setup.caseJson().get("mode"));
    return training ? Mode.training(RandomStream.of(0), body) : body.call();
  }

  /** Σ up·out over the outputs for which the case stores a gradient. */
  private Tensor surrogate(Map<String, Tensor> outputs) {
    return upstream.entrySet().stream().map(up -> outputs.get(up.getKey()).mul(up.getValue()).sum())
        .reduce(Tensor::add).orElseThrow();
  }

  /** A buffer that no checkpoint holds (a table of positions) is a matter of the implementation. */
  private void compareOutputs(Map<String, Tensor> outputs, Map<String, Tensor> weights) {
    under("out.").forEach((name, expected) -> {
      var buffer = name.startsWith("buffer.") ? name.substring("buffer.".length()) : null;
      if (buffer != null && !setup.stored().containsKey(buffer)) return;
      var actual = buffer == null ? outputs.get(name) : weights.get(buffer);
      checks.output(name, visible(actual), visible(expected), tolerance("out"));
    });
  }

  /** The reference leaves positions that no key sees undefined; where a case says so they are not compared. */
  private Tensor visible(Tensor output) {
    var mask = inputs.get("attention_mask");
    boolean masked = Boolean.TRUE.equals(toleranceJson().get("compare_only_where_attention_mask_is_1"));
    if (!masked || mask == null || output == null || output.rank() < 2
        || output.dim(0) != mask.dim(0) || output.dim(1) != mask.dim(1)) {
      return output;
    }
    for (int axis = 2; axis < output.rank(); axis++) mask = mask.unsqueeze(-1);
    return output.maskedFill(mask.eq(0), 0);
  }

  private void compareGradients(Map<String, Tensor> ofWeights, Gradients gradients) {
    under("grad.").forEach((name, expected) ->
        checks.gradient(name, ofWeights.get(name), expected, tolerance("grad")));
    under("gradin.").forEach((name, expected) ->
        checks.gradient(name, gradients.find(inputs.get(name)).orElse(null), expected, tolerance("grad")));
  }

  private Map<?, ?> toleranceJson() {
    if (setup.caseJson().get("tolerance") instanceof Map<?, ?> tolerance) return tolerance;
    throw new IllegalArgumentException("case.json has no tolerance");
  }

  private Tolerance tolerance(String kind) {
    return Tolerance.of(toleranceJson().get(kind));
  }

  /** The stored tensors whose name starts with {@code prefix}, without it. */
  private Map<String, Tensor> under(String prefix) {
    var found = new LinkedHashMap<String, Tensor>();
    stored.forEach((name, tensor) -> {
      if (name.startsWith(prefix)) found.put(name.substring(prefix.length()), tensor);
    });
    return found;
  }
}
