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
import org.vitrail.vit.NfNet;
import org.vitrail.vit.ResNet;
import org.vitrail.vit.TimmNfNet;

/** The convolutional classifiers of transformers and timm. */
public final class ConvolutionalCases implements ModelCase {
  private record Rebuilt(WeightMap weights, Function<Tensor, List<Tensor>> states, Function<Tensor, Tensor> classify)
      implements Model {

    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      var hidden = states.apply(inputs.get("pixel_values"));
      return Outputs.classified(Outputs.ofStates(hidden), classify.apply(hidden.getLast()), inputs);
    }
  }

  private record Timm(WeightMap weights, NfNet net) implements Model {
    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      var features = net.features(inputs.get("pixel_values"));
      return Outputs.classified(Outputs.ofFeatures(features), net.classify(features), inputs);
    }
  }

  @Override public Set<String> classes() {
    return Set.of("ResNetForImageClassification", "ConvNextForImageClassification", "NormFreeNet");
  }

  @Override public Model build(String className, Setup setup) {
    var json = new ConfigReader(setup.config());
    return switch (className) {
      case "ResNetForImageClassification" -> {
        var net = ResNet.of(HfResNet.config(json, setup.stored().get("classifier.1.weight").dim(0)), Init.of(0));
        yield new Rebuilt(HfResNet.weights(net), net::hiddenStates, net::classify);
      }
      case "ConvNextForImageClassification" -> {
        var net = ConvNext.of(HfConvNext.config(json, setup.stored().get("classifier.weight").dim(0)), Init.of(0));
        yield new Rebuilt(HfConvNext.weights(net), net::hiddenStates, net::classify);
      }
      default -> {
        var net = NfNet.of(TimmNfNet.config(json), Init.of(0));
        yield new Timm(TimmNfNet.weights(net), net);
      }
    };
  }
}
