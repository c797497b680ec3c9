package org.vitrail.vlm.chameleon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.vq.CodeNorm;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqConfig;

class HfChameleonFolderTest {
  private static final Tensor IDS = Tensor.of(new int[] {1, 7, 60, 9, 2, 1, 30, 50, 51, 2}, 2, 5);

  @TempDir Path folder;

  private static Path example(String name) throws URISyntaxException {
    return Path.of(HfChameleonFolderTest.class.getResource("/parity/" + name).toURI());
  }

  /** A vocabulary with a word for each id of the example. */
  private static void writeTokenizer(int size, Path folder) throws IOException {
    var symbols = new ArrayList<>(List.of("[PAD]", Symbols.BOS, Symbols.EOS, "[UNK]", "<image>", "[CLS]", "[SEP]",
        "[MASK]"));
    IntStream.range(symbols.size(), size).forEach(i -> symbols.add("word" + i));
    Symbols.captions(symbols).save(folder);
  }

  /** The example with a tokenizer beside it. */
  private MixedModel open(String name) throws IOException, URISyntaxException {
    var copy = folder.resolve("copy");
    Files.createDirectories(copy);
    for (var file : List.of("config.json", "model.safetensors")) {
      Files.copy(example(name).resolve(file), copy.resolve(file));
    }
    writeTokenizer(76, copy);
    return MixedModel.open(copy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chameleon", "chameleon_swin_norm"})
  void whatTransformersWroteIsWrittenAgain(String name) throws IOException, URISyntaxException {
    open(name).save(folder);
    var theirs = Json.readObject(example(name).resolve("config.json"));
    var ours = Json.readObject(folder.resolve("config.json"));
    for (var key : List.of("architectures", "model_type", "vocab_size", "hidden_size", "intermediate_size",
        "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "max_position_embeddings", "rms_norm_eps",
        "hidden_act", "swin_norm", "attention_bias", "mlp_bias", "tie_word_embeddings", "bos_token_id", "eos_token_id",
        "pad_token_id", "model_parallel_size", "vocabulary_map")) {
      assertEquals(theirs.get(key), ours.get(key), key);
    }
    try (var stored = Safetensors.open(example(name).resolve("model.safetensors"));
        var written = Safetensors.open(folder.resolve("model.safetensors"))) {
      assertEquals(stored.names(), written.names());
      for (var tensor : stored.names()) {
        assertEquals(stored.shape(tensor), written.shape(tensor), tensor);
        assertArrayEquals(stored.tensor(tensor).toFloats(), written.tensor(tensor).toFloats(), tensor);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chameleon", "chameleon_swin_norm"})
  void releasedFilesSpellTheSameModel(String name) throws IOException, URISyntaxException {
    var configs = new ArrayList<HfChameleon.Config>();
    for (var file : List.of("config.json", "config_v4.json")) {
      configs.add(HfChameleon.config(new ConfigReader(Json.readObject(example(name).resolve(file))), Set.of()));
    }
    assertEquals(configs.getFirst().decoder(), configs.getLast().decoder());
    assertEquals(configs.getFirst().vq(), configs.getLast().vq());
  }

  /** Its decoder of pictures comes with it, though transformers has no place for one. */
  @Test void aPictureTokenizerThatWritesIsKeptWhole() throws IOException, URISyntaxException {
    var read = open("chameleon");
    var config = ((Vq) read.pictures()).config().withDecoder(true);
    assertWrittenAndRead(with(read, Vq.of(config, Init.of(5)), read.decoder()));
  }

  @Test void whatTransformersDoesNotKnowIsKeptToo() throws IOException, URISyntaxException {
    var read = open("chameleon_swin_norm");
    var levels = List.of(new VqConfig.Level(12, 1, false), new VqConfig.Level(24, 1, false));
    var config = new VqConfig(8, 3, 8, 1, 12, levels, 1, VqConfig.Centre.PLAIN, 4, 8, 16, 6, CodeNorm.NONE, false, 0, true);
    var decoder = Decoder.of(read.decoder().config().withoutHeadNorm(), Init.of(3));
    assertWrittenAndRead(with(read, Vq.of(config, Init.of(5)), decoder));
  }

  private static MixedModel with(MixedModel model, Vq pictures, Decoder decoder) {
    return new MixedModel(decoder, pictures, model.vocabulary(), model.tokenizer(), model.files(), model.processor());
  }

  private void assertWrittenAndRead(MixedModel model) throws IOException {
    model.save(folder);
    var opened = MixedModel.open(folder);
    assertEquals(model.decoder().config(), opened.decoder().config());
    assertEquals(((Vq) model.pictures()).config(), ((Vq) opened.pictures()).config());
    assertEquals(model.vocabulary().marks(), opened.vocabulary().marks());
    assertEquals(model.processor(), opened.processor());
    assertArrayEquals(model.decoder().forward(IDS).toFloats(), opened.decoder().forward(IDS).toFloats());
    var codes = new int[][] {IntStream.range(0, 16).toArray()};
    assertArrayEquals(model.pictures().decode(codes).toFloats(), opened.pictures().decode(codes).toFloats());
    for (int code = 0; code < 16; code++) assertEquals(model.vocabulary().id(code), opened.vocabulary().id(code));
  }

  @Test void placeholdersAndPaddingAreNoWords() throws IOException, URISyntaxException {
    var vocabulary = open("chameleon").vocabulary();
    for (int id : new int[] {0, 3, 4, 5, 6, 7, 62}) assertFalse(vocabulary.isWord(id), () -> "id " + id);
    assertTrue(vocabulary.isWord(8));
    assertEquals(0, vocabulary.code(62));
    assertEquals(12, vocabulary.code(56));
  }

  @Test void picturesTakeThePlaceOfTheirPlaceholders() throws IOException, URISyntaxException {
    var model = HfChameleonFolder.read(example("chameleon"));
    var pictures = RandomStream.of(1).uniform(Shape.of(1, 3, 8, 8), -1, 1);
    var ids = model.ids(pictures);
    var text = IntStream.range(0, 18).map(i -> i == 0 ? 1 : i == 17 ? 9 : 4).toArray();
    var filled = model.fill(Tensor.of(text, 1, 18), ids).toInts();
    assertEquals(1, filled[0]);
    assertEquals(9, filled[17]);
    var codes = model.vq().encode(pictures)[0];
    for (int i = 0; i < 16; i++) assertEquals(model.vocabulary().id(codes[i]), filled[i + 1]);
    var e = assertThrows(IllegalArgumentException.class, () -> model.fill(Tensor.of(new int[] {1, 4, 4}, 1, 3), ids));
    assertEquals("the texts have 2 placeholders for the codes of pictures, but the codes of the 1 pictures are 16",
        e.getMessage());
  }

  @Test void codesAreSpelledInLetters() {
    assertEquals("IMGIMGAZ", CodeNames.name(0));
    assertEquals("IMGIMGIBJBZ", CodeNames.name(8191));
    for (int code : new int[] {0, 9, 10, 8191}) assertEquals(code, CodeNames.code(CodeNames.name(code)));
    for (var name : List.of("IMGIMG", "IMGIMGZ", "IMGIMGAAZ", "IMGIMGKZ", "IMGIMGABCDEFGHIJZ", "IMGIMGA")) {
      assertThrows(IllegalArgumentException.class, () -> CodeNames.code(name), name);
    }
  }

  private void refused(String sentence, String token, Integer id) throws IOException, URISyntaxException {
    var json = new HashMap<>(Json.readObject(example("chameleon").resolve("config.json")));
    var map = new LinkedHashMap<String, Object>(new ConfigReader(json).object("vocabulary_map").values());
    if (id == null) map.remove(token);
    else map.put(token, id);
    json.put("vocabulary_map", map);
    Json.write(folder.resolve("config.json"), json);
    Files.copy(example("chameleon").resolve("model.safetensors"), folder.resolve("model.safetensors"),
        StandardCopyOption.REPLACE_EXISTING);
    var e = assertThrows(FormatException.class, () -> HfChameleonFolder.read(folder));
    assertTrue(e.getMessage().contains(sentence), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test void whatMakesNoSenseIsRefusedInASentence() throws IOException, URISyntaxException {
    refused("vocabulary_map has no token 'IMGIMGBAZ'", "IMGIMGBAZ", null);
    refused("vocabulary_map has no token '<racm3:break>'", "<racm3:break>", null);
    refused("vocabulary_map has a token 'IMGIMGXZ'", "IMGIMGXZ", 20);
    refused("vocabulary_map has a token 'IMGIMGBGZ' for code 16, but vq_config only 16 codes", "IMGIMGBGZ", 20);
    refused("code 0 of the pictures has the id 7000", "IMGIMGAZ", 7000);
    refused("vocabulary_map gives IMGIMGAZ the id -3", "IMGIMGAZ", -3);
  }
}
