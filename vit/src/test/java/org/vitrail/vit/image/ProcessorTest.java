package org.vitrail.vit.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.vit.image.ModelInput.Integers;
import org.vitrail.vit.image.ModelInput.Reals;

class ProcessorTest {
  private static final Picture PICTURE = Reference.picture("smooth");

  static Stream<Arguments> processed() {
    return ((List<?>) Reference.MANIFEST.get("processors")).stream().map(row -> (Map<?, ?>) row)
        .flatMap(row -> ((List<?>) row.get("keys")).stream().map(key -> Arguments.of(key, row)));
  }

  /** All values are equal to the last bit, on both backends. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("processed")
  void equalsTheReference(String key, Map<?, ?> row) {
    var parts = key.split("\\.");
    var backend = Backend.valueOf(parts[1].toUpperCase(Locale.ROOT));
    var pictures = List.of(Reference.picture(parts[2]));
    @SuppressWarnings("unchecked")
    var settings = (Map<String, Object>) row.get("settings");
    var expected = Reference.tensor(key);
    var input = Preprocessing.run((String) row.get("class"), settings, backend, pictures).get(parts[3]);
    assertArrayEquals(expected.shape().sizes(), input.shape());
    switch (input) {
      case Reals reals -> assertArrayEquals(expected.toFloats(), reals.data());
      case Integers integers -> assertArrayEquals(expected.toInts(), integers.data());
    }
  }

  @Test void backendsPlaceHalfAPixelDifferently() {
    assertArrayEquals(new int[] {55, 55, 56}, middles(335, 224));
    assertArrayEquals(new int[] {56, 56, 56}, middles(337, 224));
    assertArrayEquals(new int[] {-2, -1, -1}, middles(5, 8));
  }

  @Test void timmDividesAndThenNormalizes() {
    var settings = Map.<String, Object>of("do_resize", false, "do_center_crop", false);
    var values = (Reals) Preprocessing.run("clip", settings, Backend.TIMM, List.of(PICTURE)).get("pixel_values");
    float red = (PICTURE.pixels()[6] & 0xFF) / 255f;
    assertEquals((red - 0.48145466f) / 0.26862954f, values.data()[2]);
  }

  @Test void batchesArePaddedToTheLargest() {
    var settings = Map.of("size", Map.of("shortest_edge", 32), "size_divisor", 16);
    var pictures = List.of(PICTURE, Reference.picture("noise"));
    var inputs = Preprocessing.run("vilt", settings, Backend.PIL, pictures);
    var values = (Reals) inputs.get("pixel_values");
    var mask = (Integers) inputs.get("pixel_mask");
    assertArrayEquals(new int[] {2, 3, 32, 48}, values.shape());
    assertArrayEquals(new int[] {2, 32, 48}, mask.shape());
    assertEquals(1, mask.data()[31]);
    assertEquals(0, mask.data()[32]);
    assertEquals(0, values.data()[32]);
    assertEquals(1, mask.data()[32 * 48 + 47]);
  }

  @Test void patchesOfABatchFollowEachOther() {
    var settings = Map.of("patch_size", 4, "size", Map.of("shortest_edge", 256, "longest_edge", 1024));
    var wide = Reference.picture("wide");
    var both = Preprocessing.run("qwen2_vl", settings, Backend.PIL, List.of(PICTURE, wide));
    var second = Preprocessing.run("qwen2_vl", settings, Backend.PIL, List.of(wide));
    float[] all = ((Reals) both.get("pixel_values")).data();
    float[] tail = ((Reals) second.get("pixel_values")).data();
    assertArrayEquals(tail, Arrays.copyOfRange(all, all.length - tail.length, all.length));
    assertArrayEquals(new int[] {2, 3}, both.get("image_grid_thw").shape());
  }

  @Test void aConfigurationFileNamesItsProcessor(@TempDir Path folder) throws IOException {
    var file = folder.resolve("preprocessor_config.json");
    Files.writeString(file, """
        {"feature_extractor_type": "ViTFeatureExtractor", "size": 12, "image_mean": [0.1, 0.2, 0.3], "resample": 0}""");
    var processor = Preprocessing.read(file);
    assertEquals(new Sizing.Exact(new Size(12, 12)), processor.sizing());
    assertEquals(Filter.NEAREST, processor.filter());
    assertEquals(List.of(0.1, 0.2, 0.3), processor.scaling().mean());
    Files.writeString(file, "{}");
    var error = assertThrows(IllegalArgumentException.class, () -> Preprocessing.read(file));
    assertEquals(file + ": names no processor; add \"image_processor_type\", such as \"ViTImageProcessor\"",
        error.getMessage());
  }

  @Test void sizesComeInManyForms() {
    assertEquals(new Sizing.ShortestEdge(9), sizing("clip", 9));
    assertEquals(new Sizing.Exact(new Size(9, 9)), sizing("vit", 9));
    assertEquals(new Sizing.Exact(new Size(7, 9)), sizing("clip", List.of(7, 9)));
    assertEquals(new Sizing.Edges(7, 9), sizing("clip", Map.of("shortest_edge", 7, "longest_edge", 9)));
    assertEquals(new Sizing.Within(new Size(7, 9)), sizing("clip", Map.of("max_height", 7, "max_width", 9)));
    assertEquals(new Size(40, 30), new Sizing.ShortestEdge(30).of(new Size(400, 300)));
    assertEquals(new Size(20, 15), new Sizing.Edges(30, 20).of(new Size(400, 300)));
    assertEquals(new Size(20, 15), new Sizing.Within(new Size(20, 20)).of(new Size(400, 300)));
  }

  @Test void wrongSettingsAreNamed() {
    assertMessage("preprocessing: processor 'DogImageProcessor' is unknown; there are [bit, blip, chameleon, clip, "
        + "convnext, deit, flava, qwen2vl, siglip, siglip2, vilt, vit]", "DogImageProcessor", Map.of());
    assertMessage("preprocessing: setting 'size' is {width=3}; expected height and width",
        "vit", Map.of("size", Map.of("width", 3)));
    assertMessage("preprocessing: setting 'size' is -4; expected whole numbers from 1 on", "vit", Map.of("size", -4));
    assertMessage("preprocessing: setting 'do_resize' is yes; expected true or false",
        "vit", Map.of("do_resize", "yes"));
    assertMessage("preprocessing: setting 'image_std' is [1, 2]; expected a list of 3 numbers",
        "vit", Map.of("image_std", List.of(1, 2)));
    assertMessage("resample 9 is unknown; 0 to 5 stand for [nearest, lanczos, bilinear, bicubic, box, hamming]",
        "vit", Map.of("resample", 9));
    assertMessage("preprocessing: 53x37 pixels are no whole number of 28x28 squares; let the processor resize",
        "qwen2_vl", Map.of("do_resize", false));
  }

  @Test void picturesOfDifferentSizesDoNotStack() {
    var pictures = List.of(PICTURE, Reference.picture("noise"));
    var settings = Map.of("do_resize", false, "do_center_crop", false);
    var error = assertThrows(
        IllegalArgumentException.class, () -> Preprocessing.run("clip", settings, Backend.PIL, pictures));
    assertEquals("preprocessing: pictures of a batch come out as 53x37 and 40x24; give them one by one",
        error.getMessage());
  }

  private static int[] middles(int outer, int inner) {
    return Stream.of(Backend.values()).mapToInt(backend -> backend.middle(outer, inner)).toArray();
  }

  private static Sizing sizing(String name, Object size) {
    return Preprocessing.processor(name, Map.of("size", size), Backend.PIL).sizing();
  }

  private static void assertMessage(String message, String name, Map<String, ?> settings) {
    var error = assertThrows(IllegalArgumentException.class, () -> Preprocessing.run(name, settings, PICTURE));
    assertEquals(message, error.getMessage());
  }
}
