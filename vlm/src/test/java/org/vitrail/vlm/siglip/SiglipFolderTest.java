package org.vitrail.vlm.siglip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.nn.Init;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.VisionText;

class SiglipFolderTest {
  private static final Siglip.Config TINY = Siglip.Config.of(16, 4, 16, 1, 2, 600, 16, 1);
  private static final List<String> TEXTS = List.of("A photo, of a cat!", "two dogs");
  private static final List<Picture> PICTURES = List.of(picture(20, 30), picture(40, 25));

  @TempDir Path folder;

  private static Picture picture(int width, int height) {
    var rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) rgb[i] = (byte) (i * 7 + i / 60 * 13);
    return new Picture(width, height, 3, rgb);
  }

  private static Path spiece() {
    try {
      return Path.of(SiglipFolderTest.class.getResource("/siglip/spiece.model").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach void save() throws IOException {
    vision(TINY).save(folder);
  }

  private static VisionText vision(Siglip.Config config) throws IOException {
    var processor = config.naflex() ? Preprocessing.processor("siglip2", Map.of("patch_size", 4, "max_num_patches", 12),
        Backend.PIL) : Preprocessing.processor("siglip", Map.of("size", List.of(16, 16)), Backend.PIL);
    return new VisionText(Siglip.of(config, Init.of(1)), processor,
        TextInput.open(spiece(), 16, 1).withSpelling(SiglipSpelling::canonical));
  }

  @Test void whatIsSavedIsOpenedAgain() throws IOException {
    for (var config : List.of(TINY, new Siglip.Config(TINY.image(), TINY.text(), true))) {
      var vision = vision(config);
      vision.save(folder);
      var opened = VisionText.open(folder);
      assertEquals(config, ((Siglip) opened.model()).config());
      assertEquals(1, opened.input().padding());
      assertArrayEquals(vision.scores(PICTURES, TEXTS), opened.scores(PICTURES, TEXTS));
    }
  }

  /** Pictures whose proportions are kept score alone as they do in a batch, whose patches are filled up. */
  @Test void aPictureOfAnySizeScoresForItself() throws IOException {
    var vision = vision(new Siglip.Config(TINY.image(), TINY.text(), true));
    var together = vision.scores(PICTURES, TEXTS);
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(together[i], vision.scores(List.of(PICTURES.get(i)), TEXTS)[0], 1e-5);
    }
  }

  @ParameterizedTest @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      a photo of a cat | 332 324 556 263 298 368 332 319 263
      A Photo, of a CAT! | 332 324 556 263 298 368 332 319 263
      "it's 50% off: (really)" | 272 263 261 259 339 413 368 284 570 334 281 268
      ... | ""
      under_score-and-dash | 259 274 267 561 582 578 380 264 411 299 572 261 331
      "naïve café\tÜBER ΣΊΣΥΦΟΣ" | 259 560 469 310 319 284 307 259 198 191 297 394 259 343 209
      x\u00a0y\u3000z | 377 259 268 259 461
      1. 2. 3. | 406 259 546 259 361""")
  void textsBecomeTheReferencesTokens(String text, String tokens) throws IOException {
    var ids = new int[16];
    Arrays.fill(ids, 1);
    var expected = Stream.of(tokens.split(" ")).filter(t -> !t.isEmpty()).mapToInt(Integer::parseInt).toArray();
    System.arraycopy(expected, 0, ids, 0, expected.length);
    assertArrayEquals(ids, VisionText.open(folder).input().ids(List.of(text)).toInts());
  }

  @Test void theFilesSayHowTextsAreSpelledAndFilledUp() throws IOException {
    Json.write(folder.resolve("tokenizer_config.json"), Map.of("tokenizer_class", "GemmaTokenizerFast", "pad_token",
        Map.of("content", "<pad>")));
    var gemma = VisionText.open(folder).input();
    assertEquals(0, gemma.padding());
    assertEquals("a cat, and", gemma.spelling().apply("A Cat, AND"));

    Json.write(folder.resolve("tokenizer_config.json"),
        Map.of("tokenizer_class", "SiglipTokenizer", "do_lower_case", false, "pad_token", "</s>"));
    var cased = VisionText.open(folder).input();
    assertEquals(1, cased.padding());
    assertEquals("A Cat AND", cased.spelling().apply("A  Cat, AND"));

    Json.write(folder.resolve("tokenizer_config.json"), Map.of("tokenizer_class", "BertTokenizer"));
    assertEquals("A Cat, AND", VisionText.open(folder).input().spelling().apply("A Cat, AND"));
  }

  @Test void aFolderThatIsDamagedIsRefusedInOneSentence() throws IOException {
    refused("config.json", "{\"model_type\": \"siglip\"}", "parameters, the file of the weights has only");
    refused("config.json", "{\"model_type\": \"siglip2\", \"vision_config\": {\"num_patches\": 1000000000}}",
        "not a square");
    refused("config.json", Files.readString(folder.resolve("config.json")).replace("600", "500"),
        "the tokenizer has 592 tokens, the model only 500", "token_embedding");
    refused("preprocessor_config.json", "{\"image_processor_type\": \"SiglipImageProcessor\", \"size\": [8, 8]}",
        "make 8 by 8 pixels");
    refused("preprocessor_config.json", "{\"size\": 16}", "names no processor");
    refused("spiece.model", "nonsense", "");
  }

  private void refused(String file, String content, String... reasons) throws IOException {
    var before = Files.readAllBytes(folder.resolve(file));
    Files.writeString(folder.resolve(file), content);
    var e = assertThrows(FormatException.class, () -> VisionText.open(folder));
    assertTrue(Stream.of(reasons).anyMatch(e.getMessage()::contains), e.getMessage());
    Files.write(folder.resolve(file), before);
  }
}
