package org.vitrail.vlm.experiment;

import java.util.List;
import java.util.function.Consumer;

/** A learning run with a known outcome. */
public interface Experiment {

  /** What it is called on the command line. */
  String name();

  /** What is learnt, in one line. */
  String about();

  /** Runs it; {@code progress} hears how it goes. */
  List<Finding> run(long seed, Consumer<String> progress);

  /** All of them, at their full length. */
  static List<Experiment> all() {
    return List.of(new IsingLearning(), new RingLearning(), new PictureLearning(), new RbmLearning(), new GaussianNce(),
        new BigramNce(), new PairNce(), new GaussianInformation());
  }
}
