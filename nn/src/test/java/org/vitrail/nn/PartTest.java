package org.vitrail.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

class PartTest {
  @Test void pathsAreTheNamesOfTheComponents() {
    var block = Block.of(Init.of(1), Block.Config.of(8, 2));
    assertEquals(List.of("norm1.weight", "norm1.bias", "attention.qkv.weight", "attention.qkv.bias",
        "attention.out.weight", "attention.out.bias", "norm2.weight", "norm2.bias", "mlp.fc1.weight", "mlp.fc1.bias",
        "mlp.fc2.weight", "mlp.fc2.bias"), List.copyOf(block.parameters().keySet()));
    block.parameters().forEach((path, parameter) -> assertEquals(path, parameter.name()));
  }

  @Test void listsAreNumberedAndMissingPartsPassedOver() {
    var layers = Sequence.of(Linear.of(Init.of(1), 2, 3, false), LayerNorm.of(Init.of(1), 3, 1e-5));
    assertEquals(List.of("layers.0.weight", "layers.1.weight", "layers.1.bias"), List.copyOf(layers.parameters().keySet()));
  }

  @Test void buffersAreParametersThatTapesDoNotFollow() {
    var norm = BatchNorm.of(Init.of(1), 4);
    assertFalse(norm.parameters().get("runningMean").isTrainable());
  }

  @Test void aParameterBeginsAlikeWhateverElseTheModelHas() {
    var shallow = Block.of(Init.of(5).at("blocks").at(0), Block.Config.of(8, 2));
    var other = Block.of(Init.of(5).at("blocks").at(0), Block.Config.of(8, 2).withHidden(99));
    assertEquals(List.of(shallow.attention().qkv().weight().get(3, 3)), List.of(other.attention().qkv().weight().get(3, 3)));
  }
}
