package org.vitrail.vlm.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;

class LinearProbeTest {

  @Test void learnsClassesThatAreTheGreatestNumber() {
    var x = RandomStream.of(3).normal(Shape.of(200, 8), 0, 1);
    var labels = x.argmax(-1).toInts();
    var classifier = LinearProbe.fit(x, 8, labels);
    assertArrayEquals(labels, classifier.forward(x).argmax(-1).toInts());
    assertTrue(classifier.forward(x).crossEntropy(labels).item() < 0.2);
  }
}
