package org.vitrail.vit.parity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.nn.parity.ModelCase;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.ConvNext;
import org.vitrail.vit.HfConvNext;
import org.vitrail.vit.HfResNet;
import org.vitrail.vit.ResNet;

/** The convolutional classifiers of transformers. */
public final class ConvolutionalCases implements ModelCase {
  private record Rebuilt(WeightMap weights, Function<Tensor, List<Tensor>> states, Function<Tensor, Tensor> classify)
      implements Model {

    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      var hidden = states.apply(inputs.get("pixel_values"));
      var logits = classify.apply(hidden.getLast());
      var outputs = Outputs.ofStates(hidden);
      outputs.put("logits", logits);
      outputs.put("loss", logits.crossEntropy(inputs.get("labels").toInts()));
      return outputs;
    }
  }

  @Override public Set<String> classes() {
    return Set.of("ResNetForImageClassification", "ConvNextForImageClassification");
  }

  @Override public Model build(String className, Setup setup) {
    var json = new ConfigReader(setup.config());
    if (className.startsWith("ResNet")) {
      var net = ResNet.of(HfResNet.config(json, setup.stored().get("classifier.1.weight").dim(0)), Init.of(0));
      return new Rebuilt(HfResNet.weights(net), net::hiddenStates, net::classify);
    }
    var net = ConvNext.of(HfConvNext.config(json, setup.stored().get("classifier.weight").dim(0)), Init.of(0));
    return new Rebuilt(HfConvNext.weights(net), net::hiddenStates, net::classify);
  }
}
