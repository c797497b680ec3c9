package org.vitrail.vlm.probe;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.data.SceneSource;

/** A question to a model of pictures and texts that has an answer in numbers. */
public interface Probe {
  /** All probes, those that say how good a model is before those that say what it finds hard. */
  List<Probe> ALL = List.of(new Labels(), new Retrieval(), new LinearProbe(), new HeldOut(), new Relations(),
      new Counting(), new Binding(), new WordOrder(), new Enumeration(), new Prompts(), new PromptTuning(), new Polling(),
      new Robustness());

  /** A word for it, such as {@code relation}. */
  String name();

  /** A few words, such as "Spatial relations". */
  String title();

  /** What is asked, in a sentence or two. */
  String question();

  /** Asks a model, with pictures as {@code source} makes them; nothing where the model is of another kind. */
  Findings of(Scorer model, SceneSource source);

  /**
   * The probes of these names, all for {@code "all"}.
   *
   * @throws IllegalArgumentException naming one that does not exist
   */
  static List<Probe> named(List<String> names) {
    return names.stream().flatMap(name -> name.equals("all") ? ALL.stream() : Stream.of(named(name))).distinct().toList();
  }

  private static Probe named(String name) {
    return ALL.stream().filter(probe -> probe.name().equals(name)).findFirst().orElseThrow(() ->
        new IllegalArgumentException("there is no probe '" + name + "'; there are all, "
            + ALL.stream().map(Probe::name).collect(Collectors.joining(", "))));
  }
}
