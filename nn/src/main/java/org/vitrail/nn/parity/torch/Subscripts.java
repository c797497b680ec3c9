package org.vitrail.nn.parity.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.Tensor;

/** {@code x[…]}: places, slices with steps, new axes, "...", index tensors and masks. */
final class Subscripts {
  private Subscripts() {}

  static Object of(Object value, Object index) {
    if (value instanceof List<?> list) return ofList(list, index);
    var places = new ArrayList<Object>(index instanceof List<?> several ? several : Collections.singletonList(index));
    return of(Values.tensor(value), filled(places, Values.tensor(value).rank()), value instanceof Mask);
  }

  private static Object ofList(List<?> list, Object index) {
    int n = list.size();
    if (index instanceof Places p) {
      var chosen = new ArrayList<Object>();
      int step = p.step() == null ? 1 : p.step();
      if (step < 1) throw new UnsupportedOperationException("a sequence sliced backwards");
      for (int i = bound(p.start(), 0, n); i < bound(p.stop(), n, n); i += step) chosen.add(list.get(i));
      return chosen;
    }
    int i = Values.integer(index);
    if (i < -n || i >= n) throw new IllegalArgumentException("place " + i + " of a sequence of " + n);
    return list.get(i < 0 ? i + n : i);
  }

  private static int bound(Integer given, int otherwise, int n) {
    return given == null ? otherwise : Math.clamp(given < 0 ? given + n : given, 0, n);
  }

  /** The places with "..." written out as whole axes. */
  private static List<Object> filled(List<Object> places, int rank) {
    int used = places.stream().mapToInt(Subscripts::axes).sum();
    int at = places.indexOf(Places.ELLIPSIS);
    if (at < 0) return places;
    places.remove(at);
    for (int i = used; i < rank; i++) places.add(at, new Places(null, null, null));
    return places;
  }

  /** How many axes a place takes up. */
  private static int axes(Object place) {
    if (place == null || place == Places.ELLIPSIS) return 0;
    return place instanceof Mask mask ? mask.tensor().rank() : 1;
  }

  private static Object of(Tensor x, List<Object> places, boolean isMask) {
    var indices = new ArrayList<Tensor>();
    int axis = 0;
    for (var place : places) {
      switch (place) {
        case null -> {
          x = x.unsqueeze(axis++);
          indices.add(null);
        }
        case Places p -> {
          int n = x.dim(axis);
          x = x.slice(axis++, bound(p.start(), 0, n), bound(p.stop(), n, n), p.step() == null ? 1 : p.step());
          indices.add(null);
        }
        case Long i -> x = x.select(axis, Math.toIntExact(i));
        case Mask mask -> {
          for (var index : nonzero(mask.tensor())) indices.add(index);
          axis += mask.tensor().rank();
        }
        case Tensor t -> {
          indices.add(t);
          axis++;
        }
        case List<?> list -> {
          var ints = Values.integers(list);
          indices.add(x.intsHere(ints, ints.length));
          axis++;
        }
        default -> throw new UnsupportedOperationException("an index that is " + Values.describe(place));
      }
    }
    var y = x.index(indices.toArray(Tensor[]::new));
    return isMask ? new Mask(y) : y;
  }

  /** The places of the ones of a mask, as one index vector for each of its axes. */
  static List<Tensor> nonzero(Tensor mask) {
    var truth = mask.toInts();
    var ones = IntStream.range(0, truth.length).filter(i -> truth[i] != 0).toArray();
    var indices = new ArrayList<Tensor>();
    int block = truth.length;
    for (int axis = 0; axis < mask.rank(); axis++) {
      int n = mask.dim(axis);
      int within = block;
      block /= Math.max(1, n);
      int step = block;
      indices.add(mask.intsHere(IntStream.of(ones).map(i -> i % within / step).toArray(), ones.length));
    }
    return indices;
  }
}
