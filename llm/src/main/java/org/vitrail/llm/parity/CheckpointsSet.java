package org.vitrail.llm.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.HfDecoder;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.parity.Checks;
import org.vitrail.nn.parity.SetCase;
import org.vitrail.nn.parity.Tolerance;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

/** The models in the set {@code files}: a checkpoint in parts, and the same in BF16, give the reference's scores. */
public final class CheckpointsSet implements SetCase {
  /** What the manifest says in words. */
  private static final Tolerance TOLERANCE = new Tolerance(2e-5, 0);

  @Override public String name() {
    return "files";
  }

  @Override public void run(Path directory, Map<String, Object> manifest, Checks checks) throws IOException {
    try (var io = Safetensors.open(directory.resolve("io.safetensors"))) {
      var ids = io.tensor("in.input_ids");
      checks.output("sharded.logits", logits(directory.resolve("sharded"), ids), io.tensor("out.sharded.logits"),
          TOLERANCE);
      checks.output("bfloat16.logits", logits(directory.resolve("bfloat16"), ids),
          io.tensor("out.bfloat16_as_float32.logits"), TOLERANCE);
    }
  }

  private static Tensor logits(Path folder, Tensor ids) throws IOException {
    var json = new ConfigReader(Json.readObject(folder.resolve("config.json")));
    try (var file = ModelFiles.find(folder.toString()).open()) {
      var decoder = Decoder.of(HfDecoder.config(json), Init.of(0));
      DecoderWeights.of(decoder, HfDecoder.names(json, file.names())).load(file.tensors());
      return decoder.forward(ids);
    }
  }
}
