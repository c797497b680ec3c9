package org.vitrail.vlm.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.vlm.TinyClip;
import org.vitrail.vlm.clip.Clip;

class LearnedPromptTest {
  private static final List<String> CLASSES = List.of("red circle", "blue square", "green ring");
  private static final String BEGIN = "a photo of a";

  @Test void itBeginsAsTheWordsDo() {
    var vision = TinyClip.create(1);
    var clip = (Clip) vision.model();
    var prompt = LearnedPrompt.of(vision, clip.text(), BEGIN, CLASSES);
    var texts = clip.encodeTexts(vision.input().ids(CLASSES.stream().map(name -> BEGIN + " " + name).toList()));
    assertArrayEquals(texts.toFloats(), prompt.classes().toFloats(), 1e-6f);
  }

  @Test void onlyTheVectorsLearn() {
    var vision = TinyClip.create(1);
    var clip = (Clip) vision.model();
    var before = clip.parameters().values().stream().map(p -> p.toFloats().clone()).toList();
    var prompt = LearnedPrompt.of(vision, clip.text(), BEGIN, CLASSES);
    var pictures = RandomStream.of(2).normal(Shape.of(6, 64), 0, 1).l2Normalize(-1);
    var labels = IntStream.range(0, 6).map(i -> i % 3).toArray();
    double at = loss(prompt.scores(pictures), labels);
    prompt.fit(pictures, 40, labels);
    assertTrue(loss(prompt.scores(pictures), labels) < 0.9 * at, "the loss falls");
    var after = clip.parameters().values().stream().map(p -> p.toFloats().clone()).toList();
    for (int i = 0; i < before.size(); i++) assertArrayEquals(before.get(i), after.get(i));
    assertEquals(4, prompt.vectors().dim(0));
  }

  private static double loss(double[][] scores, int... labels) {
    return IntStream.range(0, labels.length).mapToDouble(i -> {
      double sum = 0;
      for (double s : scores[i]) sum += Math.exp(s - scores[i][labels[i]]);
      return Math.log(sum);
    }).average().orElseThrow();
  }
}
