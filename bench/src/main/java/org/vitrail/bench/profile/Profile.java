package org.vitrail.bench.profile;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vitrail.bench.limit.Cost;
import org.vitrail.bench.limit.Limits;
import org.vitrail.kernels.Kernels;

/** The calls of kernels that a {@link ProfiledDevice} has seen, added up by kernel and shape. */
public final class Profile {

  /** All calls of a kernel at one shape: how many, the seconds they took, and the cost of one. */
  public record Row(String kernel, String shape, int calls, double seconds, Cost each) implements Serializable {
    /** The cost of all calls. */
    public Cost cost() {
      return each.times(calls);
    }

    /** The mean of so many repetitions. */
    public Row over(int repetitions) {
      return new Row(kernel, shape, calls / repetitions, seconds / repetitions, each);
    }

    /** The least time in which the machine could do it. */
    public double limit(Limits limits) {
      return calls * limits.seconds(each);
    }
  }

  private record Key(String kernel, String shape, Cost cost) {}

  private static final class Sum {
    private int calls;
    private long nanos;
  }

  private final Map<Key, Sum> sums = new LinkedHashMap<>();

  synchronized void add(KernelCall call, long nanos) {
    var sum = sums.computeIfAbsent(new Key(call.kernel(), call.shape(), call.cost()), key -> new Sum());
    sum.calls++;
    sum.nanos += nanos;
  }

  /** The calls that {@code body} makes, without computing anything. */
  public static List<Row> count(Consumer<Kernels> body) {
    var profile = new Profile();
    body.accept(Intercepted.by((family, method, arguments) ->
        profile.add(KernelCall.of(family.getName(), method, arguments), 0)));
    return profile.rows();
  }

  /** Forgets what was seen. */
  public synchronized void clear() {
    sums.clear();
  }

  /** What was seen, the longest first. */
  public synchronized List<Row> rows() {
    var rows = new ArrayList<Row>();
    sums.forEach((key, sum) -> rows.add(new Row(key.kernel, key.shape, sum.calls, sum.nanos / 1e9, key.cost)));
    rows.sort(Comparator.comparingDouble(Row::seconds).reversed());
    return List.copyOf(rows);
  }

  /** The least time in which the machine could do {@code rows}, one after the other. */
  public static double limit(List<Row> rows, Limits limits) {
    return rows.stream().mapToDouble(row -> row.limit(limits)).sum();
  }

  /** The cost of all of {@code rows}. */
  public static Cost cost(List<Row> rows) {
    return rows.stream().map(Row::cost).reduce(Cost.NONE, Cost::plus);
  }
}
