package org.vitrail.llm.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.llm.decoder.DecoderConfig.HeadNorm;
import org.vitrail.llm.decoder.DecoderConfig.Heads;
import org.vitrail.llm.decoder.DecoderConfig.Layer;
import org.vitrail.llm.decoder.DecoderConfig.Mlp;
import org.vitrail.llm.decoder.DecoderConfig.Norm;
import org.vitrail.llm.decoder.DecoderConfig.NormKind;
import org.vitrail.llm.decoder.DecoderConfig.Placement;
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.io.Json;

class HfDecoderTest {
  private static Map<String, Object> json(String name, String file) throws IOException, URISyntaxException {
    var folder = Path.of(HfDecoderTest.class.getResource("/parity/" + name).toURI());
    return Json.readObject(folder.resolve(file));
  }

  private static DecoderConfig config(String name, String file) throws IOException, URISyntaxException {
    return HfDecoder.config(new ConfigReader(json(name, file)));
  }

  private static void refused(String sentence, String name, Object... changes) throws IOException, URISyntaxException {
    var json = new HashMap<>(json(name, "config.json"));
    json.putAll(ConfigReader.ordered(changes));
    var e = assertThrows(IllegalArgumentException.class, () -> HfDecoder.config(new ConfigReader(json)));
    assertTrue(e.getMessage().contains(sentence), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama_rope_linear", "llama_rope_llama3", "llama_rope_yarn", "mistral", "qwen2",
      "qwen3", "gemma"})
  void releasedFilesSpellTheSameModel(String name) throws IOException, URISyntaxException {
    assertEquals(config(name, "config.json"), config(name, "config_v4.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "imagegpt", "llama", "llama_rope_linear", "llama_rope_llama3", "llama_rope_yarn",
      "mistral", "qwen2", "qwen3", "gemma", "gemma3"})
  void readsWhatItWrites(String name) throws IOException, URISyntaxException {
    var config = config(name, "config.json");
    var written = HfDecoderJson.of(config);
    assertEquals(json(name, "config.json").get("model_type"), written.get("model_type"));
    assertEquals(config, HfDecoder.config(new ConfigReader(written)));
  }

  @ParameterizedTest
  @EnumSource(value = Placement.class, names = {"BEFORE", "AFTER"})
  void readsTheChameleonItWrites(Placement placement) {
    var config = DecoderConfig.chameleon(90, 64, 24, 2, 4, 2, 56, placement);
    var written = HfDecoderJson.of(config);
    assertEquals("chameleon", written.get("model_type"));
    assertEquals(placement == Placement.AFTER, written.get("swin_norm"));
    assertEquals(config, HfDecoder.config(new ConfigReader(written)));
  }

  @Test void readsTheCm3leonItWrites() {
    var config = DecoderConfig.cm3leon(90, 64, 24, 2, 4, 56);
    assertEquals(config, HfDecoder.config(new ConfigReader(HfDecoderJson.of(config))));
  }

  /** Of {@code c}, all layers alike, with another scale of the scores. */
  private static DecoderConfig scaled(DecoderConfig c, double scale) {
    return with(c, c.layers().stream().map(l -> new Layer(l.window(), l.rope(), scale)).toList());
  }

  private static DecoderConfig with(DecoderConfig c, List<Layer> layers) {
    return new DecoderConfig(c.vocabulary(), c.outputs(), c.context(), c.width(), c.learnedPositions(),
        c.embeddingScale(), c.norm(), c.heads(), c.mlp(), layers, c.tied(), c.scoreCap());
  }

  private static DecoderConfig with(DecoderConfig c, Heads heads, Mlp mlp) {
    return new DecoderConfig(c.vocabulary(), c.outputs(), c.context(), c.width(), c.learnedPositions(),
        c.embeddingScale(), c.norm(), heads, mlp, c.layers(), c.tied(), c.scoreCap());
  }

  private static DecoderConfig with(DecoderConfig c, int outputs, double embeddingScale, Norm norm, double scoreCap) {
    return new DecoderConfig(c.vocabulary(), outputs, c.context(), c.width(), c.learnedPositions(), embeddingScale,
        norm, c.heads(), c.mlp(), c.layers(), c.tied(), scoreCap);
  }

  /** That of Gemma 3 is 1 over the root of an integer. */
  @ParameterizedTest
  @ValueSource(ints = {1, 11, 168})
  void aScaleIsKeptWhereTheFamilyHasOne(int scalar) throws IOException, URISyntaxException {
    double scale = 1 / Math.sqrt(scalar);
    var json = HfDecoderJson.of(scaled(config("gemma3", "config.json"), scale));
    assertEquals((long) scalar, json.get("query_pre_attn_scalar"));
    for (var layer : HfDecoder.config(new ConfigReader(json)).layers()) assertEquals(scale, layer.scale(), 1e-12);
    var unscaled = scaled(config("gpt2", "config.json"), 1);
    assertEquals(unscaled, HfDecoder.config(new ConfigReader(HfDecoderJson.of(unscaled))));
  }

  private static void unspeakable(String sentence, DecoderConfig config) {
    var e = assertThrows(IllegalArgumentException.class, () -> HfDecoderJson.of(config));
    assertTrue(e.getMessage().contains(sentence), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test void whatAFamilyCannotSayIsNotSaved() throws IOException, URISyntaxException {
    for (var family : List.of("gpt2", "imagegpt", "llama", "mistral", "qwen2", "qwen3", "gemma", "gemma3_text")) {
      unspeakable("the scale of the attention of layer 0 is 0.3, which a model of type '" + family + "' cannot say",
          scaled(config(family.replace("_text", ""), "config.json"), 0.3));
    }
    var c = config("llama", "config.json");
    var n = c.norm();
    var h = c.heads();
    var m = c.mlp();
    var l = c.layers().getFirst();
    unspeakable("scored tokens is 5", with(c, 5, 1, n, 0));
    unspeakable("scale of the embedding is 2.0", with(c, c.outputs(), 2, n, 0));
    unspeakable("kind of norm is LAYER",
        with(c, c.outputs(), 1, new Norm(NormKind.LAYER, n.eps(), Placement.BEFORE), 0));
    unspeakable("placement of the norms is AROUND",
        with(c, c.outputs(), 1, new Norm(n.kind(), n.eps(), Placement.AROUND), 0));
    unspeakable("bound on the scores is 30.0", with(c, c.outputs(), 1, n, 30));
    unspeakable("gate of the MLP is false", with(c, h, new Mlp(m.hidden(), m.activation(), false, false)));
    unspeakable("biases of the MLP is true", with(c,
        new Heads(h.queries(), h.keyValues(), h.dim(), HeadNorm.SHARED, false, false),
        new Mlp(m.hidden(), m.activation(), true, true)));
    unspeakable("bias after attention is true",
        with(c, new Heads(h.queries(), h.keyValues(), h.dim(), HeadNorm.NONE, false, true), m));
    unspeakable("window of layer 1 is 0", with(c, List.of(new Layer(7, l.rope(), l.scale()), l)));
    unspeakable("theta of layer 1 is 5.0", with(c, List.of(l, new Layer(0, Rope.of(5), l.scale()))));
    unspeakable("scaling of the rotary positions of layer 1 is Linear[factor=2.0]", with(c, List.of(l,
        new Layer(0, new Rope(l.rope().theta(), new Rope.Scaling.Linear(2), false), l.scale()))));
    var g = config("gpt2", "config.json");
    unspeakable("heads of keys and values is 1",
        with(g, new Heads(g.heads().queries(), 1, g.heads().dim(), HeadNorm.NONE, true, true), g.mlp()));
    unspeakable("width of a head is 6",
        with(g, new Heads(g.heads().queries(), g.heads().queries(), 6, HeadNorm.NONE, true, true), g.mlp()));
  }

  @Test void gemma3LooksFarInSomeLayers() throws IOException, URISyntaxException {
    var layers = config("gemma3", "config.json").layers();
    assertEquals(new DecoderConfig.Layer(4, Rope.of(1e4), 0.25), layers.get(0));
    assertEquals(new DecoderConfig.Layer(0, Rope.of(1e6), 0.25), layers.get(1));
  }

  @Test void whatIsNotKnownIsRefusedInOneSentence() throws IOException, URISyntaxException {
    refused("model_type 'mamba' is not one of", "llama", "model_type", "mamba");
    refused("rope_type 'longrope' is not one of", "llama", "rope_parameters", Map.of("rope_type", "longrope"));
    refused("partial_rotary_factor is 0.5", "llama", "partial_rotary_factor", 0.5);
    refused("attn_logit_softcapping", "gemma3", "attn_logit_softcapping", 50);
    refused("use_bidirectional_attention", "gemma", "use_bidirectional_attention", true);
    refused("hidden_size is missing", "llama", "hidden_size", null);
    refused("num_hidden_layers is -2, expected a positive integer", "llama", "num_hidden_layers", -2);
    refused("more than any model has", "llama", "num_hidden_layers", 2_000_000_000);
    refused("layer_types is [linear_attention", "qwen3", "layer_types", List.of("linear_attention", "full_attention"));
    refused("the factor of the rotary positions is missing", "llama", "rope_parameters", Map.of("rope_type", "linear"));
    refused("hidden_act: no activation is called 'xielu'", "llama", "hidden_act", "xielu");
    refused("cannot share 3 heads", "llama", "num_key_value_heads", 3);
  }

  @ParameterizedTest
  @CsvSource({"llama, llama.attention.head_count, 8", "qwen2, qwen2.attention.head_count, 8"})
  void readsTheMetadataOfGguf(String architecture, String heads, int count) {
    var metadata = Map.of("general.architecture", architecture, heads, count, architecture + ".block_count", 3,
        architecture + ".embedding_length", 64, architecture + ".context_length", 512,
        architecture + ".feed_forward_length", 172, architecture + ".attention.head_count_kv", 4,
        architecture + ".attention.layer_norm_rms_epsilon", 1e-5f);
    var tensors = Map.of("token_embd.weight", new int[] {512, 64}, "blk.0.attn_q.bias", new int[] {64},
        "blk.0.ffn_gate.weight", new int[] {172, 64});
    var config = GgufDecoder.config(metadata, tensors, null);
    assertEquals(new DecoderConfig.Heads(8, 4, 8, HeadNorm.NONE, true, false), config.heads());
    assertEquals(architecture.equals("llama"), config.layers().get(2).rope().interleaved());
    assertTrue(config.tied() && config.mlp().gated());
    assertEquals(512, config.vocabulary());
  }

  @Test void yarnSharpensTheScores() {
    var yarn = new Rope(1e4, new Rope.Scaling.Yarn(4, 32, 1, 16, true, 0.1 * Math.log(4) + 1), false);
    assertEquals(1.13863, yarn.magnitude(), 1e-5);
    assertEquals(1f, yarn.frequencies(6)[0]);
    assertEquals((float) (Math.pow(1e4, -4.0 / 6) / 4), yarn.frequencies(6)[2]);
  }
}
