package org.vitrail.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Tape;
import org.vitrail.tensor.Tensor;

class WeightMapTest {
  private final Linear packed = Linear.of(Init.of(1), 2, 6);
  private final WeightMap map = new WeightMap().putParts(packed, "q", "k", "v").rename(name -> name.replace("query", "q"));

  @Test void packedRowsAreStoredApartAndReadTogether() {
    assertEquals(Set.of("q.weight", "k.weight", "v.weight", "q.bias", "k.bias", "v.bias"), map.names());
    var stored = new HashMap<>(map.tensors());
    stored.put("k.weight", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
    stored.put("query.bias", Tensor.of(new float[] {8, 9}, 2));
    stored.remove("q.bias");
    map.load(stored);
    assertArrayEquals(new float[] {1, 2, 3, 4}, packed.weight().slice(0, 2, 4).toFloats());
    assertArrayEquals(new float[] {8, 9, 0, 0, 0, 0}, packed.bias().toFloats());
  }

  @Test void gradientsAreGivenInTheLayoutOfTheFile() {
    var x = Tensor.of(new float[] {1, 2}, 1, 2);
    var gradients = map.gradients(Tape.gradients(() -> packed.forward(x).slice(1, 2, 4).sum()));
    assertArrayEquals(new float[] {1, 2, 1, 2}, gradients.get("k.weight").toFloats());
    assertArrayEquals(new float[] {0, 0, 0, 0}, gradients.get("v.weight").toFloats());
  }

  @Test void stackedParametersAreStoredTogetherAndReadApart() {
    var query = Linear.of(Init.of(2), 2, 1);
    var keyValue = Linear.of(Init.of(3), 2, 2);
    var stacked = new WeightMap().putStacked("in.weight", query.weight(), keyValue.weight())
        .putStacked("in.bias", query.bias(), keyValue.bias());
    stacked.load(Map.of("in.weight", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
        "in.bias", Tensor.of(new float[] {7, 8, 9}, 3)));
    assertArrayEquals(new float[] {3, 4, 5, 6}, keyValue.weight().toFloats());
    assertArrayEquals(new float[] {7}, query.bias().toFloats());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, stacked.tensors().get("in.weight").toFloats());
    var x = Tensor.of(new float[] {1, 2}, 1, 2);
    var gradients = stacked.gradients(Tape.gradients(() -> keyValue.forward(x).sum()));
    assertArrayEquals(new float[] {0, 0, 1, 2, 1, 2}, gradients.get("in.weight").toFloats());
    var e = assertThrows(IllegalArgumentException.class, () -> stacked.load(Map.of("in.weight", Tensor.ones(2, 2),
        "in.bias", Tensor.ones(3))));
    assertTrue(e.getMessage().contains("in.weight is (2, 2), this model's is (3, 2)"), e.getMessage());
  }

  @Test void whatDoesNotFitIsRefusedAndNothingIsOverwritten() {
    var before = packed.weight().toFloats();
    var stored = new HashMap<>(map.tensors());
    stored.put("q.weight", Tensor.ones(2, 2));
    stored.put("v.weight", Tensor.ones(3, 2));
    var wrongShape = assertThrows(IllegalArgumentException.class, () -> map.load(stored));
    assertTrue(wrongShape.getMessage().contains("v.weight is (3, 2), this model's is (2, 2)"), wrongShape.getMessage());
    stored.remove("v.weight");
    var missing = assertThrows(IllegalArgumentException.class, () -> map.load(stored));
    assertTrue(missing.getMessage().contains("lacks 1 of 6 tensors of this model, v.weight"), missing.getMessage());
    assertArrayEquals(before, packed.weight().toFloats());
  }
}
