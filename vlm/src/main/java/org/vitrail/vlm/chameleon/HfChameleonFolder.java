package org.vitrail.vlm.chameleon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.token.TokenizerFiles;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.image.Processor;
import org.vitrail.vit.image.ProcessorJson;
import org.vitrail.vlm.StoredWeights;
import org.vitrail.vlm.fusion.MixedFolder;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.vq.Vq;

/**
 * Chameleon in a folder of Hugging Face: {@code config.json}, {@code model.safetensors}, the settings of the processor,
 * and the files of the tokenizer. The picture tokenizer's decoder, for which transformers has no class, is kept beside
 * the rest under the names that the original gives it.
 */
public final class HfChameleonFolder implements MixedFolder {
  private static final String CONFIG = "config.json";
  private static final String PICTURES = "preprocessor_config.json";
  private static final String PLACEHOLDER = "<image>";

  @Override public boolean holds(Path folder) throws IOException {
    var file = folder.resolve(CONFIG);
    return Files.isRegularFile(file) && "chameleon".equals(Json.readObject(file).get("model_type"));
  }

  @Override public MixedModel open(Path folder) throws IOException {
    var model = read(folder);
    var tokenizer = Tokenizers.open(folder);
    var special = IntStream.range(0, tokenizer.size()).filter(tokenizer::isSpecial);
    int[] unwritten = IntStream.concat(special, IntStream.of(model.placeholder())).filter(id -> id >= 0).toArray();
    return new MixedModel(model.decoder(), model.vq(), model.vocabulary().withoutWriting(unwritten), tokenizer,
        TokenizerFiles.read(folder), processor(folder, model.vq().config().side()));
  }

  /**
   * The model in a folder, without its tokenizer.
   *
   * @throws FormatException in one sentence, if a file is missing, damaged, or asks for what is not known here
   */
  public static Chameleon read(Path folder) throws IOException {
    var json = new ConfigReader(Json.readObject(folder.resolve(CONFIG)));
    try (var stored = ModelFiles.find(folder.toString()).open()) {
      var config = HfChameleon.config(json, stored.names());
      StoredWeights.require(stored, config.parameters());
      var model = config.create();
      StoredWeights.load(HfChameleon.weights(model.decoder(), model.vq()), stored);
      return model;
    } catch (IllegalArgumentException e) {
      throw new FormatException(folder, e.getMessage());
    }
  }

  private static Processor processor(Path folder, int side) throws IOException {
    var file = folder.resolve(PICTURES);
    return Files.exists(file) ? Preprocessing.read(file)
        : Preprocessing.processor("chameleon", Map.of("size", side, "crop_size", side), Backend.PIL);
  }

  @Override public boolean fits(MixedModel model) {
    return model.pictures() instanceof Vq && HfChameleon.fits(model.decoder().config(), model.vocabulary());
  }

  @Override public WeightMap weights(MixedModel model) {
    return HfChameleon.weights(model.decoder(), (Vq) model.pictures());
  }

  @Override public void save(MixedModel model, Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!model.files().isEmpty()) model.files().write(folder);
    var specials = model.tokenizer().specials();
    var chameleon = new Chameleon(model.decoder(), (Vq) model.pictures(), model.vocabulary(),
        model.tokenizer().id(PLACEHOLDER));
    Json.write(folder.resolve(CONFIG), HfChameleon.json(chameleon, specials.pad()));
    Json.write(folder.resolve(PICTURES), ProcessorJson.of(type(model.processor()), model.processor()));
    Json.write(folder.resolve("processor_config.json"), ConfigReader.ordered("processor_class", "ChameleonProcessor",
        "image_seq_length", model.vocabulary().pictureLength(), "image_token", PLACEHOLDER));
    Safetensors.write(folder.resolve("model.safetensors"), weights(model).tensors(), Map.of("format", "pt"));
  }

  /** The class of transformers that does what {@code processor} does: Chameleon's shows what is transparent white. */
  private static String type(Processor processor) {
    return processor.onWhite() ? "ChameleonImageProcessor" : "CLIPImageProcessor";
  }
}
