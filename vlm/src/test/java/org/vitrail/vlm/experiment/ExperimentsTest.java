package org.vitrail.vlm.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The experiments at a length that takes seconds; the targets of their full length are those of the documentation. */
class ExperimentsTest {

  @Test void namesAreDifferent() {
    var names = new HashSet<String>();
    for (var experiment : Experiment.all()) assertTrue(names.add(experiment.name()));
  }

  @Test void aBinaryDistributionIsLearntBySampling() {
    var findings = new IsingLearning(250).run(1, line -> {});
    for (var finding : findings.subList(1, findings.size())) assertTrue(finding.isMet(), finding.toString());
    // The likeliest of 45 numbers from n draws is off by a chi-square of 45 over 2n: 0.0113 with deviation 0.0024.
    assertEquals(45 / 4000.0, findings.getFirst().value(), 3 * Math.sqrt(90) / 4000, findings.getFirst().toString());
  }

  @Test void wordsAreLearntFromNoise() {
    for (var finding : new BigramNce(2000, 300).run(1, line -> {})) assertTrue(finding.isMet(), finding.toString());
  }

  @Test void whatTakesLongRuns() {
    for (var experiment : List.of(new RingLearning(2), new PictureLearning(2, 4, 16),
        new RbmLearning(2), new PairNce(64, 2, 16))) {
      var lines = new ArrayList<String>();
      var findings = experiment.run(1, lines::add);
      assertFalse(lines.isEmpty());
      assertTrue(findings.stream().allMatch(finding -> Double.isFinite(finding.value())), findings.toString());
    }
  }

  @Test void rankingsCountTiesHalf() {
    assertEquals(1, Auroc.of(new double[] {2, 3}, new double[] {0, 1}));
    assertEquals(0.5, Auroc.of(new double[] {1, 1}, new double[] {1}));
    assertEquals(0.625, Auroc.of(new double[] {1, 3}, new double[] {1, 2}));
  }

  @Test void aFindingIsMetWithinItsBounds() {
    assertTrue(Finding.below("x", 1, 1).isMet());
    assertFalse(Finding.above("x", 0.9, 1).isMet());
    assertFalse(Finding.below("x", Double.NaN, 1).isMet());
    assertTrue(Finding.reported("x", 7).isMet());
  }
}
