package org.vitrail.vit.scenes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorruptionTest {
  @ParameterizedTest
  @CsvSource({
    "noise-1, f49b90a25ae6bf62", "noise-2, 26d939f19ed1ee3c", "noise-3, cab5005c497b8412",
    "blur-1, 6c5882f54add749d", "blur-2, 3ef6b8f7836e655d",
    "contrast-1, 9fb840daca50a8bd", "contrast-3, 068dbf57b840047d",
    "invert, cc5801661710680d", "gray, 2305ed310d6dca4d"})
  void damageIsExact(String name, String hash) {
    byte[] clean = Scenes.item("test", 0).pixels32();
    assertEquals(hash, HexFormat.of().toHexDigits(Fnv.of(Corruption.named(name).apply(clean, 0))));
    assertEquals("2305ed310d6dca4d", HexFormat.of().toHexDigits(Fnv.of(clean)), "the picture itself stays as it is");
  }

  @Test void unknownNamesListTheKnown() {
    var error = assertThrows(IllegalArgumentException.class, () -> Corruption.named("noise-4"));
    assertEquals("corruption 'noise-4' is unknown; there are [noise-1, noise-2, noise-3, blur-1, blur-2, blur-3, "
        + "contrast-1, contrast-2, contrast-3, invert, gray]", error.getMessage());
  }

  @Test void textureConflictsAreExact() {
    var running = new Fnv();
    for (int i = 0; i < 20; i++) {
      var conflict = TexShape.item("conflict", i);
      running.add(TexShape.item("test", i).pixels64());
      running.add((byte) conflict.shape().ordinal(), (byte) conflict.texture());
      running.add(conflict.pixels64());
    }
    assertEquals("325b25893932a34a", HexFormat.of().toHexDigits(running.value()));
  }
}
