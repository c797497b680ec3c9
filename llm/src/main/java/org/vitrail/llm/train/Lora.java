package org.vitrail.llm.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderMap;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.HfDecoderJson;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.LowRank;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

/**
 * Fine-tuning of few parameters (Hu et al. 2021, arXiv 2106.09685): the weights of a model stay as they are, each
 * chosen map learns a product of two narrow matrices beside them, which can be added to them in the end.
 *
 * @param rank of the product
 * @param alpha the product counts {@code alpha/rank}
 * @param maps which maps of each layer learn
 */
public record Lora(int rank, double alpha, Set<DecoderMap> maps) {
  private static final String PREFIX = "base_model.model.";

  public Lora {
    if (rank < 1) throw new IllegalArgumentException("LoRA of rank " + rank + ", it must be at least 1");
    maps = Set.copyOf(maps);
  }

  /** {@code decoder} with adapters; its own parameters, which the result shares, are frozen. */
  public Decoder adapt(Decoder decoder, Init init) {
    decoder.parameters().values().forEach(p -> p.setTrainable(false));
    return decoder.withMaps((i, kind, map) -> {
      if (!maps.contains(kind)) return map;
      var at = init.at("lora").at(i).at(kind.name());
      return map.with(LowRank.of(at, map.weight().dim(1), map.weight().dim(0), rank, alpha / rank));
    });
  }

  /** Adds what the adapters have learnt to the weights, thawed now, and returns the model without them. */
  public static Decoder merge(Decoder adapted) {
    var merged = adapted.withMaps((i, kind, map) -> {
      if (map.adapter() == null) return map;
      map.weight().assign(map.weight().detach().add(map.adapter().product().detach()));
      return map.with(null);
    });
    merged.parameters().values().forEach(p -> p.setTrainable(true));
    return merged;
  }

  /** The adapters under the names of the library PEFT. Queries, keys and values that are packed here share one A. */
  public static WeightMap weights(Decoder adapted, TensorNames names) {
    var map = new WeightMap();
    for (var place : DecoderWeights.places(adapted, names)) {
      var adapter = place.linear().adapter();
      if (adapter == null) continue;
      for (var name : place.names()) map.put(PREFIX + name + ".lora_A.weight", adapter.a());
      map.putParts(adapter.b(), place.rows(),
          place.names().stream().map(name -> PREFIX + name + ".lora_B.weight").toArray(String[]::new));
    }
    return map;
  }

  /** Writes the adapters into a folder as PEFT does: {@code adapter_config.json}, {@code adapter_model.safetensors}. */
  public void save(Decoder adapted, String base, Path folder) throws IOException {
    var names = HfDecoderJson.names(adapted.config());
    Files.createDirectories(folder);
    Json.write(folder.resolve("adapter_config.json"), json(adapted, names, base));
    Safetensors.write(folder.resolve("adapter_model.safetensors"), weights(adapted, names).tensors(),
        Map.of("format", "pt"));
  }

  private Map<String, Object> json(Decoder adapted, TensorNames names, String base) {
    var targets = new TreeSet<String>();
    for (var place : DecoderWeights.places(adapted, names)) {
      if (place.linear().adapter() == null) continue;
      for (var name : place.names()) targets.add(name.substring(names.inLayer(layer(name), "").length()));
    }
    return ConfigReader.ordered("peft_type", "LORA", "task_type", "CAUSAL_LM", "base_model_name_or_path", base,
        "r", rank, "lora_alpha", alpha, "lora_dropout", 0.0, "bias", "none", "fan_in_fan_out", names.transposed(),
        "target_modules", targets, "inference_mode", true);
  }

  /** The number in the name of a layer's map. */
  private static int layer(String name) {
    return Integer.parseInt(name.replaceFirst("^\\D*(\\d+)\\..*$", "$1"));
  }
}
