package org.vitrail.vit.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.vit.NfBlock;
import org.vitrail.vit.NfNet;
import org.vitrail.vit.NfStem;
import org.vitrail.vit.ResNet;
import org.vitrail.vit.Vit;
import org.vitrail.vit.image.Picture;

class ClassifierTest {
  private static final List<String> CLASSES = List.of("cat", "dog", "a tree");
  private static final Network.Input INPUT = new Network.Input(8, 12, 3);

  @TempDir private Path folder;

  private static List<Network> networks() {
    var vit = Vit.Config.classifier(8, 4, 8, 1, 2, 3);
    var resNet = new ResNet.Config(3, 4, new int[] {4, 8}, new int[] {1, 2}, false, false, false, true, 3);
    var block = new NfBlock.Config(Activation.SILU, 0.2, 0.5, 1, 0, false, false, new NfBlock.Gate(0.5, 2, 2), false,
        true, true, 1e-5, 0);
    var nfNet = new NfNet.Config(3, NfStem.SMALL, 4, new int[] {6, 10}, new int[] {1, 2}, block, 5, 3);
    return List.of(Network.of(Vit.of(vit, Init.of(1))), Network.of(ResNet.of(resNet, Init.of(1)), INPUT),
        Network.of(NfNet.of(nfNet, Init.of(1)), INPUT));
  }

  private static Picture picture() {
    var pixels = new byte[20 * 30 * 3];
    for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) (i * 7 + i / 31);
    return new Picture(20, 30, 3, pixels);
  }

  @Test void everyNetworkComesBackFromItsFiles() throws IOException {
    for (var network : networks()) {
      var classifier = new Classifier(network, CLASSES);
      var saved = folder.resolve(network.name());
      classifier.save(saved);
      var opened = Classifier.open(saved);
      assertEquals(network.input(), opened.network().input());
      assertEquals(classifier.configuration(), opened.configuration());
      assertEquals(classifier.predict(picture()), opened.predict(picture()));
    }
  }

  @Test void onlyAVisionTransformerSaysWhereItLooks() {
    for (var network : networks()) {
      var classifier = new Classifier(network, CLASSES);
      assertEquals(network.name().equals("ViT"), classifier.attentionMap(classifier.prepare(picture())).isPresent());
    }
  }

  /** {@code (x − mean)/std} of x from 0 to 1, as the files of a model say. */
  @Test void aModelSeesPicturesInItsOwnScale() throws IOException {
    for (var network : networks()) {
      var saved = folder.resolve(network.name());
      new Classifier(network, CLASSES).save(saved);
      var file = saved.resolve(network.name().equals("NF-ResNet") ? "config.json" : "preprocessor_config.json");
      var json = new LinkedHashMap<>(Json.readObject(file));
      @SuppressWarnings("unchecked") var scale = json.get("pretrained_cfg") instanceof Map<?, ?> inner
          ? (Map<String, Object>) inner : json;
      var prefix = scale == json ? "image_" : "";
      scale.put(prefix + "mean", List.of(0.4, 0.5, 0.6));
      scale.put(prefix + "std", List.of(0.25, 0.25, 0.5));
      Json.write(file, json);
      var opened = Classifier.open(saved).network();
      var pixels = Pixels.of(List.of(new Classifier(network, CLASSES).prepare(picture())));
      var levels = pixels.add(1).mul(0.5);
      var mean = Tensor.of(new float[] {0.4f, 0.5f, 0.6f}, 1, 3, 1, 1);
      var std = Tensor.of(new float[] {0.25f, 0.25f, 0.5f}, 1, 3, 1, 1);
      var expected = network.scores().apply(levels.sub(mean).div(std));
      assertArrayEquals(expected.toFloats(), opened.forward(pixels).toFloats(), 1e-4f);
    }
  }

  @Test void picturesCanBeBroughtToOneDeviation() {
    var scenes = PictureSet.scenes(500);
    var input = Network.Input.standardizing(scenes);
    var resNet = new ResNet.Config(3, 4, new int[] {4}, new int[] {1}, false, false, false, true, 3);
    var pictures = IntStream.range(0, 500).mapToObj(i -> scenes.train().get(i).picture()).toList();
    var network = Network.of(ResNet.of(resNet, Init.of(1)), input);
    var seen = new Network("", network.model(), network.head(), input, x -> x, network.weights(), Map.of())
        .forward(Pixels.of(pictures));
    assertArrayEquals(new float[3], seen.mean(0, 2, 3).toFloats(), 1e-4f);
    assertArrayEquals(new float[] {1, 1, 1}, seen.variance(0, 0, 2, 3).toFloats(), 1e-4f);
  }

  @Test void whatIsNoClassifierIsRefused() throws IOException {
    assertRefused("has no config.json", folder);
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"llama\"}");
    assertRefused("a model of type llama without id2label", folder);
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"bert\", \"id2label\": {\"0\": \"a\"}}");
    assertRefused("describes a model of type bert, expected vit, resnet", folder);
    Files.writeString(folder.resolve("config.json"), "{\"architecture\": \"resnet18\", \"num_classes\": 3}");
    assertRefused("architecture is resnet18", folder);
  }

  private static void assertRefused(String part, Path folder) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Classifier.open(folder));
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
  }
}
