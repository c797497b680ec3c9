package org.vitrail.nn.optim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vitrail.autograd.Parameter;

/**
 * Parameters that an optimiser treats alike: their weight decay, and the factor by which their learning rate differs
 * from the schedule's (layer-wise decay, frozen backbones at 0).
 */
public record Group(List<Parameter> parameters, double decay, double rateFactor) {
  private static final Pattern TABLE = Pattern.compile("embed|token|position|norm|gain", Pattern.CASE_INSENSITIVE);

  /** Matrices and filters: two axes or more, and neither embedding, token, position, norm nor gain in their path. */
  public static final Predicate<Parameter> MATRICES = p -> p.rank() >= 2 && !TABLE.matcher(p.name()).find();

  public Group {
    parameters = List.copyOf(parameters);
    if (decay < 0) throw new IllegalArgumentException("weight decay is " + decay + ", it must not be negative");
  }

  /** All parameters alike. */
  public static List<Group> of(Collection<Parameter> parameters, double decay) {
    return List.of(new Group(new ArrayList<>(parameters), decay, 1));
  }

  /** Decays those of {@code parameters} that {@code decays} selects, such as {@link #MATRICES}, and no others. */
  public static List<Group> decaying(Collection<Parameter> parameters, double decay, Predicate<Parameter> decays) {
    var halves = parameters.stream().collect(Collectors.partitioningBy(decays));
    return List.of(new Group(halves.get(true), decay, 1), new Group(halves.get(false), 0, 1));
  }
}
