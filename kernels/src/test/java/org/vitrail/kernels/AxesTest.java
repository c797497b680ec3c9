package org.vitrail.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.Sample.Layout;

class AxesTest {
  @Test void densePartsMerge() {
    var sample = new Sample(1);
    assertArrayEquals(new int[] {24}, Axes.of(0, sample.dense(2, 3, 4)).shape());
    assertArrayEquals(new int[] {24}, Axes.of(0, sample.view(Layout.TRANSPOSED, 2, 3, 4)).shape());
    assertArrayEquals(new int[] {6, 4}, Axes.of(0, sample.dense(2, 3, 4), row(4, 2, 3, 4)).shape());
    assertArrayEquals(new int[] {1}, Axes.of(0, sample.dense(1, 1)).shape());
  }

  /** A row repeated over the other axes. */
  private static View row(int n, int... shape) {
    var strides = new int[shape.length];
    strides[shape.length - 1] = 1;
    return new View(new Storage.Floats(new float[n]), 0, shape, strides);
  }

  /** Along the axes stand the same elements, side by side in the views, as in the views themselves. */
  @Property(tries = 300) void visitTheSameElements(@ForAll long seed,
      @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 4) Integer> sizes, @ForAll @IntRange(max = 1) int leader) {
    var sample = new Sample(seed);
    var shape = sizes.stream().mapToInt(Integer::intValue).toArray();
    var x = shape.length == 0 ? sample.dense() : sample.permuted(sample.among(Layout.values()), shape);
    var y = shape.length == 0 ? sample.dense() : sample.permuted(sample.among(Layout.values()), shape);
    var axes = Axes.of(leader, x, y);
    assertEquals(places(x, y), places(along(axes, 0, x), along(axes, 1, y)));
  }

  private static View along(Axes axes, int v, View view) {
    return new View(view.storage(), view.offset(), axes.shape(), axes.strides()[v]);
  }

  private static Set<List<Integer>> places(View x, View y) {
    var places = new HashSet<List<Integer>>();
    for (var o = new Odometer(x, y); o.hasCurrent(); o.advance()) places.add(List.of(o.at(0), o.at(1)));
    return places;
  }
}
