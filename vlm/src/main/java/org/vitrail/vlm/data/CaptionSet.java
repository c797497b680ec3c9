package org.vitrail.vlm.data;

import org.vitrail.nn.data.Dataset;

/**
 * Pictures with captions, a part to train on and a part held out.
 *
 * @param skipped what could not be used
 */
public record CaptionSet(String name, Dataset<Captioned> train, Dataset<Captioned> test, Skipped skipped) {

  /** Both parts, those to train on first. */
  public Dataset<Captioned> all() {
    int n = train.size();
    return Dataset.of(n + test.size(), i -> i < n ? train.get(i) : test.get(i - n));
  }
}
