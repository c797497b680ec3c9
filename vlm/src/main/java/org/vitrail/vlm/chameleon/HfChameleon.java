package org.vitrail.vlm.chameleon;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderConfig.HeadNorm;
import org.vitrail.llm.decoder.DecoderConfig.NormKind;
import org.vitrail.llm.decoder.DecoderConfig.Placement;
import org.vitrail.llm.decoder.DecoderWeights;
import org.vitrail.llm.decoder.HfDecoder;
import org.vitrail.llm.decoder.HfDecoderJson;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.vlm.fusion.MixedVocabulary;
import org.vitrail.vlm.fusion.MixedVocabulary.Marks;
import org.vitrail.vlm.vq.HfVq;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqConfig;
import org.vitrail.vlm.vq.VqJson;

/** {@link Chameleon} in the layout of Hugging Face {@code ChameleonForConditionalGeneration}. */
public final class HfChameleon {
  private static final String PLACEHOLDER = "<image>";
  private static final String PICTURE_BEGIN = "<racm3:break>";
  private static final String PICTURE_END = "<eoss>";
  private static final String VQ = "model.vqmodel.";

  private HfChameleon() {}

  /**
   * The settings of a {@code config.json}.
   *
   * @param stored names of the tensors beside it: whether the picture tokenizer has a decoder, they alone say
   * @throws IllegalArgumentException in one sentence, if something is missing or makes no sense
   */
  public static Config config(ConfigReader json, Set<String> stored) {
    var decoder = HfDecoder.config(json);
    var vq = vq(json.object("vq_config"), stored);
    return new Config(decoder, vq, vocabulary(json, decoder.vocabulary(), vq.codes(), vq.grid() * vq.grid()),
        map(json).getOrDefault(PLACEHOLDER, -1), HfDecoder.padding(json));
  }

  /** @param padding the id that fills rows up, −1 for none */
  public record Config(DecoderConfig decoder, VqConfig vq, MixedVocabulary vocabulary, int placeholder, int padding) {

    /** A model of these settings whose weights are still to be read. */
    public Chameleon create() {
      return new Chameleon(Decoder.of(decoder, Init.of(0)).withPadding(padding), Vq.of(vq, Init.of(0)), vocabulary,
          placeholder);
    }

    /** Number of weights, more or less. */
    public double parameters() {
      return decoder.parameters() + vq.weights();
    }
  }

  private static VqConfig vq(ConfigReader json, Set<String> stored) {
    return json.text("model_type", "").equals(VqJson.TYPE) ? VqJson.config(json)
        : HfVq.chameleon(json).withDecoder(stored.contains(VQ + "decoder.conv_in.weight"));
  }

  private static Map<String, Integer> map(ConfigReader json) {
    var map = new LinkedHashMap<String, Integer>();
    json.object("vocabulary_map").values().forEach((name, id) -> {
      if (!(id instanceof Number n) || n.intValue() < 0 || n.intValue() != n.doubleValue()) {
        throw new IllegalArgumentException("config.json: vocabulary_map gives " + name + " the id " + id
            + ", expected a whole number from 0 on");
      }
      map.put(name, n.intValue());
    });
    return map;
  }

  private static MixedVocabulary vocabulary(ConfigReader json, int size, int codes, int pictureLength) {
    var map = map(json);
    var ids = new int[codes];
    Arrays.fill(ids, -1);
    map.forEach((name, id) -> {
      if (!CodeNames.isCode(name)) return;
      int code = CodeNames.code(name);
      if (code >= codes) {
        throw new IllegalArgumentException("config.json: vocabulary_map has a token '" + name + "' for code " + code
            + ", but vq_config only " + codes + " codes");
      }
      ids[code] = id;
    });
    for (int code = 0; code < codes; code++) {
      if (ids[code] < 0) throw missing(CodeNames.name(code));
    }
    var marks = new Marks(json.integer("bos_token_id", 1), json.integer("eos_token_id", 2), id(map, PICTURE_BEGIN),
        id(map, PICTURE_END));
    return new MixedVocabulary(size, marks, pictureLength, ids);
  }

  private static int id(Map<String, Integer> map, String name) {
    if (map.containsKey(name)) return map.get(name);
    throw missing(name);
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("config.json: vocabulary_map has no token '" + name
        + "', which the pictures of a Chameleon need");
  }

  /** Where the files keep the parameters of decoder and picture tokenizer. */
  public static WeightMap weights(Decoder decoder, Vq vq) {
    boolean after = decoder.config().norm().placement() == Placement.AFTER;
    var names = after ? TensorNames.CHAMELEON_SWIN : TensorNames.LLAMA;
    return new WeightMap().putAll("", DecoderWeights.of(decoder, names)).putAll("", HfVq.weights(vq, VQ));
  }

  /** Whether a {@code config.json} of a Chameleon can say what these are. */
  public static boolean fits(DecoderConfig decoder, MixedVocabulary vocabulary) {
    return decoder.norm().kind() == NormKind.RMS && decoder.norm().placement() != Placement.AROUND
        && decoder.heads().norm() != HeadNorm.SHARED && !decoder.learnedPositions() && !vocabulary.breaks();
  }

  /**
   * What {@code config.json} says of a model that {@link #fits}. What transformers does not know, another picture
   * tokenizer or queries and keys without a norm, is said all the same, for Vitrail.
   *
   * @throws IllegalArgumentException in one sentence, if it cannot say something of the decoder
   */
  public static Map<String, Object> json(Chameleon model, int padding) {
    var json = new LinkedHashMap<>(HfDecoderJson.chameleon(model.decoder().config()));
    var vocabulary = model.vocabulary();
    json.put("bos_token_id", vocabulary.marks().begin());
    json.put("eos_token_id", vocabulary.marks().end());
    json.put("pad_token_id", padding < 0 ? null : padding);
    json.put("model_parallel_size", 1);
    json.put("vq_config", vqJson(model.vq().config()));
    json.put("vocabulary_map", map(model));
    return json;
  }

  private static Map<String, Object> vqJson(VqConfig c) {
    var read = c.withDecoder(false);
    return HfVq.fitsChameleon(read) ? HfVq.chameleonJson(read) : VqJson.json(c);
  }

  private static Map<String, Object> map(Chameleon model) {
    var map = new LinkedHashMap<String, Object>();
    if (model.placeholder() >= 0) map.put(PLACEHOLDER, model.placeholder());
    map.put(PICTURE_BEGIN, model.vocabulary().marks().pictureBegin());
    map.put(PICTURE_END, model.vocabulary().marks().pictureEnd());
    for (int code = 0; code < model.vocabulary().codes(); code++) {
      map.put(CodeNames.name(code), model.vocabulary().id(code));
    }
    return map;
  }
}
