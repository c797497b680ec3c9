package org.vitrail.vlm.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.nn.Init;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.Embedder;
import org.vitrail.vlm.Scorer.Comparison;
import org.vitrail.vlm.TinyClip;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.llip.Llip;

class ZeroShotTest {
  private static final List<Picture> PICTURES = IntStream.range(0, 5)
      .mapToObj(i -> SceneSource.PLAIN.picture(Scenes.item("test", i))).toList();

  private static final VisionText CLIP = TinyClip.create(1);
  private static final VisionText LLIP = new VisionText(
      Llip.of(Llip.Config.small(Vocabulary.WORDS.size(), Vocabulary.LENGTH, Vocabulary.EOS), Init.of(1)),
      CLIP.processor(), CLIP.input());

  static Stream<VisionText> models() {
    return Stream.of(CLIP, LLIP);
  }

  @ParameterizedTest
  @MethodSource("models")
  void comparisonsAreThePlacesOfAllScores(VisionText vision) {
    var texts = KindTexts.names(Kind.SEEN).subList(0, 6);
    var all = vision.scores(PICTURES, texts);
    var comparisons = List.of(new Comparison(PICTURES.subList(1, 3), texts.subList(2, 5)),
        new Comparison(List.of(PICTURES.get(4), PICTURES.get(1)), List.of(texts.get(3), texts.get(0))));
    var compared = vision.compare(comparisons);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) assertEquals(all[i + 1][j + 2], compared.get(0)[i][j], 1e-4);
    }
    assertEquals(all[4][3], compared.get(1)[0][0], 1e-4);
    assertEquals(all[1][0], compared.get(1)[1][1], 1e-4);
  }

  @Test void aModelOfVectorsAveragesVectors() {
    var texts = KindTexts.of(Kind.SEEN.subList(0, 3));
    var zeroShot = assertInstanceOf(ZeroShot.ByVector.class, ZeroShot.of(CLIP, PICTURES, texts));
    var scores = zeroShot.scores(0, 5);
    try (var embedder = new Embedder(CLIP)) {
      double scale = CLIP.scores(PICTURES, List.of("a"))[0][0]
          / Embedder.similarity(embedder.embed(PICTURES.getFirst()), embedder.embed("a"));
      for (int i = 0; i < PICTURES.size(); i++) {
        for (int c = 0; c < 3; c++) {
          var mean = mean(mean(embedder, texts.get(c).get(0)), mean(embedder, texts.get(c).get(5)));
          assertEquals(scale * Embedder.similarity(embedder.embed(PICTURES.get(i)), mean), scores[i][c], 1e-3);
        }
      }
    }
  }

  private static float[] mean(Embedder embedder, List<String> texts) {
    return mean(embedder.embed(texts.get(0)), embedder.embed(texts.get(1)));
  }

  /** The mean of two vectors, brought to length 1. */
  private static float[] mean(float[] a, float[] b) {
    var mean = new float[a.length];
    for (int i = 0; i < mean.length; i++) mean[i] = (a[i] + b[i]) / 2;
    double length = Math.sqrt(Embedder.similarity(mean, mean));
    for (int i = 0; i < mean.length; i++) mean[i] /= (float) length;
    return mean;
  }

  @Test void aModelWithoutVectorsAveragesScores() {
    var texts = KindTexts.of(Kind.SEEN.subList(0, 3));
    var zeroShot = assertInstanceOf(ZeroShot.ByScore.class, ZeroShot.of(LLIP, PICTURES, texts));
    var flat = Stream.of(0, 5).flatMap(prompt -> texts.get(1).get(prompt).stream()).toList();
    var alone = LLIP.scores(PICTURES, flat);
    for (int i = 0; i < PICTURES.size(); i++) {
      assertEquals((alone[i][0] + alone[i][1] + alone[i][2] + alone[i][3]) / 4, zeroShot.scores(0, 5)[i][1], 1e-3);
    }
  }

  @Test void onePromptOfOneTextIsItsScore() {
    var names = KindTexts.names(Kind.SEEN);
    var scores = ZeroShot.of(CLIP, PICTURES, names.stream().map(name -> List.of(List.of(name))).toList()).scores(0);
    var direct = CLIP.scores(PICTURES, names);
    for (int i = 0; i < scores.length; i++) assertArrayEquals(direct[i], scores[i], 1e-3);
  }
}
