package org.vitrail.cli.bench;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrail.bench.Timing;
import org.vitrail.bench.kernel.Extent;
import org.vitrail.bench.kernel.Family;
import org.vitrail.bench.kernel.Workload;
import org.vitrail.bench.train.TrainingStep.Model;
import org.vitrail.cli.console.UserError;

/**
 * What is to be measured.
 *
 * @param families of kernels
 * @param models whose training steps are measured
 * @param batch examples in a training step; null for as many as the model has by itself
 * @param threads numbers of threads, 0 for a device of its own; training steps are measured with the last
 * @param only words that kernel and shape must hold, or null
 * @param extent which shapes; the quick one takes less of everything
 */
public record Plan(Set<Family> families, List<Model> models, Integer batch, List<Integer> threads, String only,
    Extent extent) {
  private static final String ALL = "all";
  private static final String TRAIN = "train";

  /** The plan for families by name; none are all. */
  public static Plan of(List<String> names, String model, Integer batch, List<Integer> threads, String only,
      Extent extent) {
    var families = new LinkedHashSet<Family>();
    boolean train = false;
    for (var name : names.isEmpty() ? List.of(ALL) : names) {
      boolean all = name.equals(ALL);
      var named = Stream.of(Family.values()).filter(family -> all || family.label().equals(name)).toList();
      if (named.isEmpty() && !name.equals(TRAIN)) {
        throw new UserError("no family is called '" + name + "'; there are " + labels());
      }
      families.addAll(named);
      train |= all || name.equals(TRAIN);
    }
    var models = !train ? List.<Model>of() : model == null ? List.of(Model.values()) : List.of(Model.labelled(model));
    return new Plan(families, models, batch, threads, only, extent);
  }

  private static String labels() {
    return Stream.concat(Stream.of(Family.values()).map(Family::label), Stream.of(TRAIN, ALL))
        .collect(Collectors.joining(", "));
  }

  List<Workload> workloads(Family family) {
    return family.workloads(extent).stream().filter(w -> chosen().test(w.kernel() + " " + w.shape())).toList();
  }

  List<Model> chosenModels() {
    return models.stream().filter(m -> chosen().test("train " + m.label())).toList();
  }

  private Predicate<String> chosen() {
    if (only == null) return _ -> true;
    var words = only.toLowerCase(Locale.ROOT).split("\\s+");
    return text -> Stream.of(words).allMatch(text.toLowerCase(Locale.ROOT)::contains);
  }

  int batch(Model model) {
    return batch == null ? model.batch() : batch;
  }

  Timing.Budget budget() {
    return extent == Extent.FULL ? Timing.Budget.FULL : Timing.Budget.QUICK;
  }

  /** Training steps before those that count. */
  int warmUp() {
    return extent == Extent.QUICK ? 3 : 6;
  }

  int steps() {
    return extent == Extent.QUICK ? 5 : 15;
  }
}
