package org.vitrail.tensor;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;

/**
 * A tensor as text, character by character as NumPy 2.4 prints it by default: lines of at most 75 characters, and of
 * more than 1000 elements only the first and last three along each axis.
 */
final class Printing {
  private static final int LINE = 75;
  private static final int THRESHOLD = 1000;
  private static final int EDGE = 3;
  private static final int ELLIPSIS = -1;

  private final View view;
  private final DoubleFunction<String> number;

  private Printing(View view) {
    this.view = view;
    double[] printed = values(0, view.offset()).toArray();
    number = view.dtype() == DType.I32 ? integers(printed) : new RealText(printed, view.dtype())::text;
  }

  static String text(View view) {
    if (view.rank() == 0 && view.dtype().isReal()) return RealText.alone(view.storage().get(view.offset()), view.dtype());
    return view.size() == 0 ? "[]" : new Printing(view).text(0, view.offset(), " ", LINE);
  }

  /** The places along {@code axis} that are printed, {@link #ELLIPSIS} where some are left out. */
  private int[] places(int axis) {
    int n = view.dim(axis);
    if (view.size() <= THRESHOLD || n <= 2 * EDGE) return IntStream.range(0, n).toArray();
    return IntStream.rangeClosed(0, 2 * EDGE).map(i -> i < EDGE ? i : i == EDGE ? ELLIPSIS : n - 1 - 2 * EDGE + i).toArray();
  }

  private DoubleStream values(int axis, int at) {
    if (axis == view.rank()) return DoubleStream.of(view.storage().get(at));
    return Arrays.stream(places(axis)).filter(i -> i != ELLIPSIS).boxed()
        .flatMapToDouble(i -> values(axis + 1, at + i * view.stride(axis)));
  }

  private static DoubleFunction<String> integers(double[] printed) {
    int width = Arrays.stream(printed).mapToInt(x -> Integer.toString((int) x).length()).max().orElseThrow();
    return x -> " ".repeat(width - Integer.toString((int) x).length()) + (int) x;
  }

  /** The axes from {@code axis} on at place {@code at}; later lines begin with {@code indent} and end at {@code width}. */
  private String text(int axis, int at, String indent, int width) {
    if (axis == view.rank()) return number.apply(view.storage().get(at));
    var items = Arrays.stream(places(axis)).mapToObj(i -> i == ELLIPSIS ? "..."
        : text(axis + 1, at + i * view.stride(axis), indent + " ", width - 1)).toList();
    if (axis == view.rank() - 1) return row(items, indent, width - 1);
    return items.stream().collect(Collectors.joining("\n".repeat(view.rank() - 1 - axis) + indent, "[", "]"));
  }

  private static String row(Iterable<String> items, String indent, int width) {
    var lines = new StringBuilder("[");
    int column = indent.length();
    for (var item : items) {
      boolean first = column == indent.length();
      if (!first && column + 1 + item.length() > width) {
        while (lines.charAt(lines.length() - 1) == ' ') lines.setLength(lines.length() - 1);
        lines.append("\n").append(indent);
        column = indent.length();
        first = true;
      }
      lines.append(first ? "" : " ").append(item);
      column += item.length() + (first ? 0 : 1);
    }
    return lines.append("]").toString();
  }
}
