package org.vitrail.nn.parity;

import java.util.List;
import java.util.Map;
import org.vitrail.nn.optim.Adafactor;
import org.vitrail.nn.optim.Adagrad;
import org.vitrail.nn.optim.Adam;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Lamb;
import org.vitrail.nn.optim.Lars;
import org.vitrail.nn.optim.Lion;
import org.vitrail.nn.optim.NAdam;
import org.vitrail.nn.optim.Optimizer;
import org.vitrail.nn.optim.RmsProp;
import org.vitrail.nn.optim.Sgd;

/** An optimiser of torch, timm or transformers by its class and options, as the set {@code optimizers} names it. */
record OptimizerSettings(String type, Map<?, ?> options) {

  /** Options that must be as given here, where a manifest has them. */
  private static final Map<String, Double> FIXED = Map.ofEntries(Map.entry("maximize", 0.0), Map.entry("caution", 0.0),
      Map.entry("corrected_weight_decay", 0.0), Map.entry("trust_clip", 0.0), Map.entry("always_adapt", 0.0),
      Map.entry("centered", 0.0), Map.entry("lr_decay", 0.0), Map.entry("initial_accumulator_value", 0.0),
      Map.entry("momentum_decay", 0.004), Map.entry("decoupled_decay", 0.0), Map.entry("bias_correction", 1.0),
      Map.entry("grad_averaging", 1.0), Map.entry("beta2_decay", -0.8), Map.entry("decay_rate", -0.8),
      Map.entry("d", 1.0), Map.entry("clip_threshold", 1.0), Map.entry("warmup_init", 0.0));

  static OptimizerSettings of(Map<String, Object> entry) {
    return new OptimizerSettings((String) entry.get("class"), (Map<?, ?>) entry.get("all"));
  }

  /** The option called {@code name}; truth is 1. */
  double number(String name, double absent) {
    return switch (options.get(name)) {
      case Number value -> value.doubleValue();
      case Boolean value -> value ? 1 : 0;
      case null, default -> absent;
    };
  }

  private boolean flag(String name) {
    return number(name, 0) != 0;
  }

  private double beta(int i) {
    return ((Number) ((List<?>) options.get("betas")).get(i)).doubleValue();
  }

  /** @throws UnsupportedOperationException naming the class or option that there is none of */
  Optimizer build(List<Group> groups) {
    FIXED.forEach((name, value) -> {
      if (number(name, value) != value) {
        throw new UnsupportedOperationException("there is no option " + name + " of " + options.get(name));
      }
    });
    double eps = number("eps", 1e-8);
    double momentum = number("momentum", 0);
    return switch (type) {
      case "torch.optim.sgd.SGD" -> new Sgd(groups, momentum, number("dampening", 0), flag("nesterov"));
      case "torch.optim.adam.Adam" -> new Adam(groups, beta(0), beta(1), eps, flag("amsgrad"));
      case "torch.optim.adamw.AdamW" -> new AdamW(groups, beta(0), beta(1), eps);
      case "torch.optim.adagrad.Adagrad" -> new Adagrad(groups, eps);
      case "torch.optim.rmsprop.RMSprop" -> new RmsProp(groups, number("alpha", 0.99), eps, momentum);
      case "torch.optim.nadam.NAdam" -> new NAdam(groups, beta(0), beta(1), eps);
      case "torch.optim.Adafactor", "torch.optim._adafactor.Adafactor" ->
          new Adafactor(groups, Adafactor.Variant.TORCH);
      case "transformers.optimization.Adafactor" -> new Adafactor(groups, transformersVariant());
      case "timm.optim.lion.Lion" -> new Lion(groups, beta(0), beta(1));
      case "timm.optim.lamb.Lamb" -> new Lamb(groups, beta(0), beta(1), eps, number("max_grad_norm", 1));
      case "timm.optim.lars.Lars" -> new Lars(groups, momentum, number("trust_coeff", 0.001), eps);
      default -> throw new UnsupportedOperationException("there is no optimiser " + type);
    };
  }

  private Adafactor.Variant transformersVariant() {
    if (flag("scale_parameter") != flag("relative_step")) {
      throw new UnsupportedOperationException("scale_parameter and relative_step are on or off together");
    }
    return flag("relative_step") ? Adafactor.Variant.RELATIVE : Adafactor.Variant.ABSOLUTE;
  }
}
