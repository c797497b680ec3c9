package org.vitrail.llm.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.GgufDecoder;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.nn.Init;
import org.vitrail.nn.parity.Checks;
import org.vitrail.nn.parity.SetCase;
import org.vitrail.nn.parity.Tolerance;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Gguf;
import org.vitrail.tensor.io.Safetensors;

/**
 * The set {@code gguf_llama}: a Llama in GGUF files of several formats T. {@code weight.T.NAME} are its dequantised
 * weights, of which none may differ by a bit, {@code out.T.logits} what the reference computes with them.
 */
public final class GgufLlamaSet implements SetCase {
  private static final String LOGITS = ".logits";

  @Override public String name() {
    return "gguf_llama";
  }

  @Override public void run(Path directory, Map<String, Object> json, Checks checks) throws IOException {
    var tolerance = Tolerance.of(((Map<?, ?>) json.get("tolerance")).get("out"));
    try (var io = Safetensors.open(directory.resolve("io.safetensors"))) {
      for (var output : io.names()) {
        if (!output.startsWith("out.") || !output.endsWith(LOGITS)) continue;
        var type = output.substring("out.".length(), output.length() - LOGITS.length());
        try (var file = Gguf.open(directory.resolve("llama-" + type.toLowerCase(Locale.ROOT) + ".gguf"))) {
          weights(type, file, io, checks);
          checks.output(type + LOGITS, logits(file, io.tensor("in.input_ids")), io.tensor(output), tolerance);
        }
      }
    }
  }

  private static void weights(String type, Gguf file, Safetensors io, Checks checks) {
    var prefix = "weight." + type + ".";
    for (var expected : io.names()) {
      if (!expected.startsWith(prefix)) continue;
      var name = expected.substring(prefix.length());
      checks.output(type + ": " + name, file.tensor(name), io.tensor(expected), Tolerance.EXACT);
    }
  }

  private static Tensor logits(Gguf file, Tensor ids) {
    var shapes = new LinkedHashMap<String, int[]>();
    for (var name : file.names()) shapes.put(name, file.shape(name).sizes());
    var decoder = Decoder.of(GgufDecoder.config(file.metadata(), shapes, null), Init.of(0));
    DecoderWeights.of(decoder, TensorNames.GGUF).load(file.tensors());
    return decoder.forward(ids);
  }
}
