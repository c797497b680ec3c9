package org.vitrail.vlm.cm3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig.NormKind;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.HfDecoder;
import org.vitrail.llm.decoder.HfDecoderJson;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.llm.token.TokenizerFiles;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.image.ProcessorJson;
import org.vitrail.vlm.StoredWeights;
import org.vitrail.vlm.cm3.Instruction.Task;
import org.vitrail.vlm.fusion.MixedFolder;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.vq.HfVq;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqJson;

/**
 * A CM3Leon in a folder, for which there is no public layout: {@code config.json}, {@code model.safetensors} with the
 * decoder and below {@code vqmodel.} the tokenizer of pictures, the settings of the processor, and the files of the
 * tokenizer of words, after whose tokens stand those of {@link Cm3Tokens}.
 */
public final class Cm3Folder implements MixedFolder {
  private static final String CONFIG = "config.json";
  private static final String PICTURES = "preprocessor_config.json";
  private static final String TYPE = "cm3leon";
  private static final String VQ = "vqmodel.";

  @Override public boolean holds(Path folder) throws IOException {
    var file = folder.resolve(CONFIG);
    return Files.isRegularFile(file) && TYPE.equals(Json.readObject(file).get("model_type"));
  }

  @Override public MixedModel open(Path folder) throws IOException {
    var json = new ConfigReader(Json.readObject(folder.resolve(CONFIG)));
    try (var stored = ModelFiles.find(folder.toString()).open()) {
      var config = HfDecoder.config(json);
      var pictures = VqJson.config(json.object("vq_config"));
      StoredWeights.require(stored, config.parameters() + pictures.weights());
      var tokenizer = Tokenizers.open(folder);
      var vq = Vq.of(pictures, Init.of(0));
      var tokens = Cm3Tokens.of(tokenizer, vq, json.flag("boxes", false));
      if (tokens.vocabulary().size() != config.vocabulary()) {
        throw new IllegalArgumentException("config.json: vocab_size is " + config.vocabulary() + ", but the words, the "
            + "marks and the codes are " + tokens.vocabulary().size());
      }
      var model = new MixedModel(Decoder.of(config, Init.of(0)), vq, tokens.vocabulary(), tokenizer,
          TokenizerFiles.read(folder), Preprocessing.read(folder.resolve(PICTURES)), tasks(json));
      StoredWeights.load(weights(model), stored);
      return model;
    } catch (IllegalArgumentException e) {
      throw new FormatException(folder, e.getMessage());
    }
  }

  private static Set<String> tasks(ConfigReader json) {
    var tasks = new LinkedHashSet<>(json.has("tasks") ? json.texts("tasks") : List.of());
    tasks.forEach(Task::named);
    return tasks;
  }

  @Override public boolean fits(MixedModel model) {
    return model.pictures() instanceof Vq && model.vocabulary().breaks()
        && model.decoder().config().norm().kind() == NormKind.BARE_LAYER;
  }

  @Override public WeightMap weights(MixedModel model) {
    return new WeightMap().putAll("", DecoderWeights.of(model.decoder(), TensorNames.CM3LEON))
        .putAll("", HfVq.weights((Vq) model.pictures(), VQ));
  }

  @Override public void save(MixedModel model, Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!model.files().isEmpty()) model.files().write(folder);
    Json.write(folder.resolve(CONFIG), json(model));
    Json.write(folder.resolve(PICTURES), ProcessorJson.of("CLIPImageProcessor", model.processor()));
    Safetensors.write(folder.resolve("model.safetensors"), weights(model).tensors(), Map.of("format", "pt"));
  }

  private static Map<String, Object> json(MixedModel model) {
    var vq = (Vq) model.pictures();
    var json = new LinkedHashMap<>(HfDecoderJson.of(model.decoder().config()));
    json.put("boxes", Cm3Tokens.of(model).boxes());
    if (!model.tasks().isEmpty()) json.put("tasks", List.copyOf(model.tasks()));
    json.put("vq_config", VqJson.json(vq.config()));
    return json;
  }
}
