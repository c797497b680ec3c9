package org.vitrail.cli.probe;

import org.vitrail.vlm.probe.Findings;
import org.vitrail.vlm.probe.Result;

/** A probe that was asked, in words, and what it found. */
public record Asked(String title, String question, Findings findings) {

  Result headline() {
    return findings.results().getFirst();
  }
}
