package org.vitrail.llm.bert;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrail.nn.Activation;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.WeightMap;

/** {@link Bert} in the layouts of Hugging Face BERT, RoBERTa and DistilBERT. */
public final class HfBert {
  /**
   * What the files of a family call the parts.
   *
   * @param prefix of the encoder where heads stand on it
   * @param layer of block {@code {}}
   * @param block of a block: query, key, value, out, norm1, fc1, fc2, norm2
   * @param head of the word head: dense, norm, weight, bias
   */
  private record Names(String prefix, String layer, List<String> block, List<String> head) {}

  private static final List<String> BLOCK = List.of("attention.self.query", "attention.self.key",
      "attention.self.value", "attention.output.dense", "attention.output.LayerNorm", "intermediate.dense",
      "output.dense", "output.LayerNorm");
  private static final Map<String, Names> FAMILIES = Map.of(
      "bert", new Names("bert.", "encoder.layer.{}.", BLOCK, List.of("cls.predictions.transform.dense",
          "cls.predictions.transform.LayerNorm", "cls.predictions.decoder.weight", "cls.predictions.bias")),
      "roberta", new Names("roberta.", "encoder.layer.{}.", BLOCK, List.of("lm_head.dense", "lm_head.layer_norm",
          "lm_head.decoder.weight", "lm_head.bias")),
      "distilbert", new Names("distilbert.", "transformer.layer.{}.", List.of("attention.q_lin", "attention.k_lin",
          "attention.v_lin", "attention.out_lin", "sa_layer_norm", "ffn.lin1", "ffn.lin2", "output_layer_norm"),
          List.of("vocab_transform", "vocab_layer_norm", "vocab_projector.weight", "vocab_projector.bias")));

  private HfBert() {}

  private static String family(ConfigReader json) {
    var type = json.text("model_type", "");
    if (FAMILIES.containsKey(type)) return type;
    throw new IllegalArgumentException("config.json: model_type '" + type
        + "' is not one of bert, roberta and distilbert");
  }

  /**
   * The encoder that a {@code config.json} describes.
   *
   * @param stored names of the tensors in its file, which tell the heads
   * @throws IllegalArgumentException in one sentence, if it is of no known family or asks for something not known here
   */
  public static BertConfig config(ConfigReader json, Set<String> stored) {
    var family = family(json);
    var names = FAMILIES.get(family);
    boolean words = stored.contains(names.head.get(0) + ".weight");
    var heads = new BertConfig.Heads(stored.stream().anyMatch(name -> name.endsWith("pooler.dense.weight")), words,
        json.flag("tie_word_embeddings", true), stored.contains("cls.seq_relationship.weight"));
    return family.equals("distilbert") ? distil(json, heads) : bert(json, family.equals("roberta"), heads);
  }

  private static BertConfig bert(ConfigReader json, boolean roberta, BertConfig.Heads heads) {
    var kind = json.text("position_embedding_type", "absolute");
    if (!kind.equals("absolute")) {
      throw new IllegalArgumentException("config.json: position_embedding_type '" + kind + "' is not 'absolute'");
    }
    if (json.flag("is_decoder", false)) throw new IllegalArgumentException("config.json: is_decoder is not supported");
    return new BertConfig(json.count("vocab_size"), json.count("max_position_embeddings", 512),
        json.count("type_vocab_size", 2), json.count("hidden_size"), json.count("num_hidden_layers"),
        json.count("num_attention_heads"), json.count("intermediate_size"),
        Activation.named(json.text("hidden_act", "gelu")), json.number("layer_norm_eps", 1e-12),
        json.number("hidden_dropout_prob", 0.1), json.integer("pad_token_id", roberta ? 1 : 0), roberta, heads);
  }

  private static BertConfig distil(ConfigReader json, BertConfig.Heads heads) {
    return new BertConfig(json.count("vocab_size"), json.count("max_position_embeddings", 512), 0, json.count("dim"),
        json.count("n_layers"), json.count("n_heads"), json.count("hidden_dim"),
        Activation.named(json.text("activation", "gelu")), 1e-12, json.number("dropout", 0.1),
        json.integer("pad_token_id", 0), false, heads);
  }

  /** The family that has what {@code c} has. */
  private static String family(BertConfig c) {
    return c.positionsAfterPadding() ? "roberta" : c.types() == 0 ? "distilbert" : "bert";
  }

  /** What {@code config.json} says of an encoder with a head for words. */
  public static Map<String, Object> json(BertConfig c) {
    return switch (family(c)) {
      case "distilbert" -> distil(c);
      case "roberta" -> bert(c, "roberta", "RobertaForMaskedLM");
      default -> bert(c, "bert", c.heads().next() ? "BertForPreTraining" : "BertForMaskedLM");
    };
  }

  private static Map<String, Object> distil(BertConfig c) {
    return ConfigReader.ordered(
        "architectures", List.of("DistilBertForMaskedLM"),
        "model_type", "distilbert",
        "vocab_size", c.vocabulary(),
        "max_position_embeddings", c.positions(),
        "dim", c.width(),
        "n_layers", c.depth(),
        "n_heads", c.attentionHeads(),
        "hidden_dim", c.hidden(),
        "activation", c.activation().configName(),
        "dropout", c.dropout(),
        "attention_dropout", 0.0,
        "pad_token_id", c.padding(),
        "tie_word_embeddings", c.heads().tied(),
        "torch_dtype", "float32");
  }

  private static Map<String, Object> bert(BertConfig c, String type, String architecture) {
    return ConfigReader.ordered(
        "architectures", List.of(architecture),
        "model_type", type,
        "vocab_size", c.vocabulary(),
        "max_position_embeddings", c.positions(),
        "type_vocab_size", c.types(),
        "hidden_size", c.width(),
        "num_hidden_layers", c.depth(),
        "num_attention_heads", c.attentionHeads(),
        "intermediate_size", c.hidden(),
        "hidden_act", c.activation().configName(),
        "layer_norm_eps", c.eps(),
        "hidden_dropout_prob", c.dropout(),
        "attention_probs_dropout_prob", 0.0,
        "pad_token_id", c.padding(),
        "tie_word_embeddings", c.heads().tied(),
        "torch_dtype", "float32");
  }

  /**
   * Where the file keeps the parameters. Norms of the first files, with {@code gamma} and {@code beta}, are known too.
   *
   * @param stored names of the tensors in the file: the bare encoder stands without a prefix
   */
  public static WeightMap weights(Bert bert, ConfigReader json, Set<String> stored) {
    var names = FAMILIES.get(family(json));
    boolean bare = stored.stream().noneMatch(name -> name.startsWith(names.prefix));
    return weights(bert, names, bare ? "" : names.prefix);
  }

  /** Where the file of an encoder with a head for words keeps the parameters. */
  public static WeightMap weights(Bert bert) {
    var names = FAMILIES.get(family(bert.config()));
    return weights(bert, names, names.prefix);
  }

  private static WeightMap weights(Bert bert, Names names, String prefix) {
    var embeddings = prefix + "embeddings.";
    var map = new WeightMap()
        .put(embeddings + "word_embeddings.weight", bert.words().weight())
        .put(embeddings + "position_embeddings.weight", bert.positions().weight())
        .put(embeddings + "LayerNorm", bert.norm());
    if (bert.types() != null) map.put(embeddings + "token_type_embeddings.weight", bert.types().weight());
    for (int i = 0; i < bert.blocks().size(); i++) {
      putBlock(map, prefix + names.layer.replace("{}", Integer.toString(i)), names.block, bert.blocks().get(i));
    }
    if (bert.wordHead() != null) {
      map.put(names.head.get(0), bert.wordHead().dense()).put(names.head.get(1), bert.wordHead().norm())
          .put(names.head.get(2), bert.wordHead().weight()).put(bias(bert, names), bert.wordHead().bias());
    }
    return map.put(prefix + "pooler.dense", bert.pooler()).put("cls.seq_relationship", bert.next())
        .rename(name -> name.replaceFirst("\\.gamma$", ".weight").replaceFirst("\\.beta$", ".bias"));
  }

  /** A head with weights of its own has its bias beside them. */
  private static String bias(Bert bert, Names names) {
    return bert.wordHead().weight() == null ? names.head.get(3) : names.head.get(2).replaceFirst("weight$", "bias");
  }

  private static void putBlock(WeightMap map, String layer, List<String> names, BertBlock block) {
    map.putParts(block.attention().qkv(), layer + names.get(0), layer + names.get(1), layer + names.get(2))
        .put(layer + names.get(3), block.attention().out())
        .put(layer + names.get(4), block.norm1())
        .put(layer + names.get(5), block.mlp().fc1())
        .put(layer + names.get(6), block.mlp().fc2())
        .put(layer + names.get(7), block.norm2());
  }
}
