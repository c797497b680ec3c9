package org.vitrail.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * The names and layouts under which a public checkpoint stores a model's parameters: what a model class's checkpoint
 * file declares once, and what reading, writing and comparing gradients follow.
 */
public final class WeightMap {
  /** A stored tensor: {@code rows} rows of a parameter from {@code start} on, in the file's own shape. */
  private record Entry(Parameter parameter, int start, int rows, boolean transposed, Shape shape) {
    static Entry whole(Parameter parameter, boolean transposed, Shape shape) {
      return new Entry(parameter, 0, parameter.rank() == 0 ? 1 : parameter.dim(0), transposed, shape);
    }

    Tensor pick(Tensor whole) {
      var part = whole.rank() == 0 || rows == whole.dim(0) ? whole : whole.slice(0, start, start + rows);
      return transposed ? part.t() : part.shape().equals(shape) ? part : part.reshape(shape);
    }
  }

  /** What a stored tensor consists of, one below the other along its rows: mostly one entry. */
  private final SequencedMap<String, List<Entry>> entries = new LinkedHashMap<>();
  private final List<UnaryOperator<String>> renames = new ArrayList<>();

  /** The file stores {@code parameter} as it is under {@code name}; a null parameter is passed over. */
  public WeightMap put(String name, Parameter parameter) {
    return parameter == null ? this : put(name, parameter, parameter.shape());
  }

  /** The file stores {@code parameter} with other axes. */
  public WeightMap put(String name, Parameter parameter, Shape shape) {
    if (parameter != null) entries.put(name, List.of(Entry.whole(parameter, false, shape)));
    return this;
  }

  /** The file stores the matrix {@code parameter} with its axes changed over, as GPT-2 does. */
  public WeightMap putTransposed(String name, Parameter parameter) {
    if (parameter == null) return this;
    entries.put(name, List.of(Entry.whole(parameter, true, Shape.of(parameter.dim(1), parameter.dim(0)))));
    return this;
  }

  /** The file stores the rows of {@code parameter} in equal parts under {@code names}: packed queries, keys, values. */
  public WeightMap putParts(Parameter parameter, String... names) {
    if (parameter == null) return this;
    var rows = new int[names.length];
    Arrays.fill(rows, parameter.dim(0) / names.length);
    return putParts(parameter, rows, names);
  }

  /** As {@link #putParts(Parameter, String...)}, in parts of {@code rows[i]} rows: grouped queries, keys, values. */
  public WeightMap putParts(Parameter parameter, int[] rows, String... names) {
    if (parameter == null) return this;
    int start = 0;
    for (int i = 0; i < names.length; i++) {
      entries.put(names[i], List.of(new Entry(parameter, start, rows[i], false, parameter.shape().with(0, rows[i]))));
      start += rows[i];
    }
    return this;
  }

  /** The file stores {@code parameters} as one tensor, the rows of one after those of the other. */
  public WeightMap putStacked(String name, Parameter... parameters) {
    entries.put(name, Arrays.stream(parameters).map(p -> Entry.whole(p, false, p.shape())).toList());
    return this;
  }

  /** All that {@code other} names, each name after {@code prefix}. */
  public WeightMap putAll(String prefix, WeightMap other) {
    other.entries.forEach((name, parts) -> entries.put(prefix + name, parts));
    return this;
  }

  /** {@code name.weight} and {@code name.bias}. */
  public WeightMap put(String name, Linear linear) {
    return linear == null ? this : put(name + ".weight", linear.weight()).put(name + ".bias", linear.bias());
  }

  /** {@code name.weight}, its axes changed over, and {@code name.bias}. */
  public WeightMap putTransposed(String name, Linear linear) {
    return putTransposed(name + ".weight", linear.weight()).put(name + ".bias", linear.bias());
  }

  /** {@code name.weight} and {@code name.bias}. */
  public WeightMap put(String name, LayerNorm norm) {
    return norm == null ? this : put(name + ".weight", norm.weight()).put(name + ".bias", norm.bias());
  }

  /** Weight and bias of a packed linear map, stored in equal parts under {@code names}. */
  public WeightMap putParts(Linear packed, String... names) {
    return putParts(packed.weight(), suffixed(names, ".weight")).putParts(packed.bias(), suffixed(names, ".bias"));
  }

  /** Weight and bias of a packed linear map, stored in parts of {@code rows[i]} rows under {@code names}. */
  public WeightMap putParts(Linear packed, int[] rows, String... names) {
    return putParts(packed.weight(), rows, suffixed(names, ".weight"))
        .putParts(packed.bias(), rows, suffixed(names, ".bias"));
  }

  private static String[] suffixed(String[] names, String suffix) {
    return Arrays.stream(names).map(name -> name + suffix).toArray(String[]::new);
  }

  /** Files of another age call {@code name}s differently: {@code rename} turns such a name into ours. */
  public WeightMap rename(UnaryOperator<String> rename) {
    renames.add(rename);
    return this;
  }

  /** The parameters that are stored, each once. */
  public List<Parameter> parameters() {
    return entries.values().stream().flatMap(List::stream).map(Entry::parameter).distinct().toList();
  }

  /** The names this map declares. */
  public Set<String> names() {
    return entries.keySet();
  }

  /**
   * Overwrites the parameters with the stored tensors. Stored tensors that the map does not name are passed over.
   *
   * @throws IllegalArgumentException naming the tensors that are missing or have another shape; nothing is overwritten
   */
  public void load(Map<String, Tensor> stored) {
    var renamed = new LinkedHashMap<String, Tensor>();
    stored.forEach((name, tensor) -> renamed.put(entries.containsKey(name) ? name : ours(name), tensor));
    var missing = entries.keySet().stream().filter(name -> !renamed.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("the checkpoint lacks " + missing.size() + " of " + entries.size()
          + " tensors of this model, " + String.join(", ", missing.subList(0, Math.min(3, missing.size())))
          + (missing.size() > 3 ? " …" : "") + "; it belongs to another configuration");
    }
    entries.forEach((name, parts) -> requireShape(name, shape(parts), renamed.get(name)));
    entries.forEach((name, parts) -> write(parts, renamed.get(name)));
  }

  private String ours(String name) {
    for (var rename : renames) name = rename.apply(name);
    return name;
  }

  private static Shape shape(List<Entry> parts) {
    var first = parts.getFirst().shape;
    return parts.size() == 1 ? first : first.with(0, parts.stream().mapToInt(part -> part.shape.dim(0)).sum());
  }

  private static void requireShape(String name, Shape shape, Tensor stored) {
    if (!stored.shape().equals(shape)) {
      throw new IllegalArgumentException("the checkpoint's " + name + " is " + stored.shape() + ", this model's is "
          + shape + "; it belongs to another configuration");
    }
  }

  private static void write(List<Entry> parts, Tensor stored) {
    int row = 0;
    for (var part : parts) {
      var place = part.pick(part.parameter);
      var piece = parts.size() == 1 ? stored : stored.slice(0, row, row += part.shape.dim(0));
      place.kernels().elementwise().copy(piece.view(), place.view());
    }
  }

  /** The parameters as the file stores them. */
  public SequencedMap<String, Tensor> tensors() {
    var stored = new LinkedHashMap<String, Tensor>();
    entries.forEach((name, parts) -> stored.put(name,
        stacked(parts.stream().map(part -> part.pick(part.parameter)).toList()).contiguous()));
    return stored;
  }

  /** The gradients of the parameters as the file would store them; those that the loss never used are left out. */
  public SequencedMap<String, Tensor> gradients(Gradients gradients) {
    var stored = new LinkedHashMap<String, Tensor>();
    entries.forEach((name, parts) -> {
      if (parts.stream().noneMatch(part -> gradients.find(part.parameter).isPresent())) return;
      stored.put(name, stacked(parts.stream().map(part ->
          part.pick(gradients.find(part.parameter).orElseGet(part.parameter::zerosLike))).toList()));
    });
    return stored;
  }

  private static Tensor stacked(List<Tensor> parts) {
    return parts.size() == 1 ? parts.getFirst() : Shaping.cat(0, parts);
  }
}
