package org.vitrail.vlm.cm3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Draws;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.TinyClip;

class MemoryTest {

  private static Tensor vectors(long seed, int n, int d) {
    return RandomStream.of(seed).normal(Shape.of(n, d), 0, 1).l2Normalize(-1);
  }

  @Property(tries = 40) void exactSearchIsASort(@ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 70) int k, @ForAll long seed) {
    var vectors = vectors(seed, n, 5);
    var queries = vectors(~seed, 3, 5);
    var products = queries.matmul(vectors.transpose(0, 1));
    var nearest = Neighbours.exact(vectors).nearest(queries, k);
    for (int q = 0; q < 3; q++) {
      int row = q;
      var expected = IntStream.range(0, n).boxed()
          .sorted(Comparator.comparingDouble((Integer i) -> -products.get(row, i)).thenComparing(i -> i)).limit(k)
          .toList();
      assertEquals(expected, nearest.get(q).stream().map(Neighbours.Neighbour::item).toList());
      nearest.get(q).forEach(one -> assertEquals(products.get(row, one.item()), one.similarity(), 1e-6));
    }
  }

  @Test void searchGoesOnOverBlocks() {
    var vectors = vectors(1, 20000, 4);
    var nearest = Neighbours.exact(vectors).nearest(vectors.slice(0, 8190, 8700), 1);
    for (int i = 0; i < nearest.size(); i++) assertEquals(8190 + i, nearest.get(i).getFirst().item());
    assertThrows(IllegalArgumentException.class, () -> Neighbours.exact(vectors).nearest(Tensor.zeros(2, 3), 1));
  }

  /** In the plane, by angle in degrees. */
  private static Tensor angles(double... degrees) {
    var values = new float[2 * degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      values[2 * i] = (float) Math.cos(Math.toRadians(degrees[i]));
      values[2 * i + 1] = (float) Math.sin(Math.toRadians(degrees[i]));
    }
    return Tensor.of(values, degrees.length, 2);
  }

  /** cos 26° is 0.899, cos 25° is 0.906. */
  @Test void whatIsAlmostTheSameIsSkipped() {
    var memory = Memory.of(angles(3, 20, 40, 45, 70, -60));
    assertArrayEquals(new int[] {2, 5, 4}, memory.lookUp(angles(0), angles(0), 3).getFirst());
    assertArrayEquals(new int[] {2}, memory.lookUp(angles(0), angles(0), 1).getFirst());
    assertArrayEquals(new int[] {5, 4}, memory.lookUp(angles(0), angles(20), 3).getFirst());
    assertArrayEquals(new int[] {}, memory.lookUp(angles(0), angles(0), 0).getFirst());
  }

  @Property(tries = 30) void nothingInAContextIsAlmostTheSame(@ForAll long seed) {
    var vectors = vectors(seed, 300, 4);
    var found = Memory.of(vectors).lookUp(vectors, vectors, 2);
    var products = vectors.matmul(vectors.transpose(0, 1));
    for (int i = 0; i < 300; i++) {
      var context = found.get(i);
      for (int other : context) assertTrue(products.get(i, other) <= Memory.SAME + 1e-6);
      if (context.length == 2) assertTrue(products.get(context[0], context[1]) <= Memory.SAME + 1e-6);
    }
  }

  @Test void aFifthOfTheWordsIsDropped() {
    var query = "a red circle left of a blue square";
    int words = 0;
    for (int i = 0; i < 1000; i++) {
      var left = List.of(Memory.drop(query, Draws.stream("drop", i)).split(" "));
      assertTrue(new HashSet<>(List.of(query.split(" "))).containsAll(left));
      words += left.size();
    }
    assertEquals(0.8, words / 8000.0, 0.02);
    for (int i = 0; i < 100; i++) assertFalse(Memory.drop("ring", Draws.stream("drop", i)).isEmpty());
  }

  @Test void aDocumentLiesBetweenItsTextAndItsPicture() {
    var documents = new DocumentVectors(TinyClip.create(3));
    var scenes = IntStream.range(0, 4).mapToObj(i -> Scenes.item("test", i)).toList();
    var texts = documents.ofTexts(scenes.stream().map(scene -> scene.caption()).toList());
    var pictures = documents.ofPictures(scenes.stream().map(s -> new Picture(32, 32, 3, s.pixels32())).toList());
    var both = DocumentVectors.ofBoth(texts, pictures);
    for (int i = 0; i < 4; i++) {
      double text = product(texts, both, i);
      assertEquals(text, product(pictures, both, i), 1e-5);
      assertEquals(1, product(both, both, i), 1e-5);
      assertEquals(Math.sqrt((1 + product(texts, pictures, i)) / 2), text, 1e-5);
    }
  }

  private static double product(Tensor a, Tensor b, int i) {
    return a.select(0, i).mul(b.select(0, i)).sum().item();
  }
}
