package org.vitrail.vit.scenes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
  @Test void relationsAreExact() {
    var probe = RelationProbe.item(0);
    assertEquals("a green circle below a yellow triangle", probe.scene().caption());
    assertEquals("a yellow triangle below a green circle", probe.exchanged().caption());
    assertEquals("a green circle above a yellow triangle", probe.flipped());
    assertEquals(0xe650841d76596115L, Fnv.of(probe.scene().pixels64()));
    assertEquals(0x695a42186f5e93d5L, Fnv.of(probe.exchanged().pixels64()));
    assertTrue(RelationProbe.item(1).horizontal());
    assertEquals("a purple square left of a orange ring", RelationProbe.item(1).scene().caption());
    assertEquals(0x973396c2df00fc05L, Fnv.of(RelationProbe.item(1).scene().pixels64()));
    assertEquals(0x6f22e3228ee70105L, Fnv.of(RelationProbe.item(1).exchanged().pixels64()));
    var running = new Fnv();
    for (int i = 0; i < 50; i++) {
      var item = RelationProbe.item(i);
      running.add(item.scene().caption() + "\n" + item.exchanged().caption() + "\n" + item.flipped() + "\n");
      running.add(item.scene().pixels64()).add(item.exchanged().pixels64());
    }
    assertEquals("6a73655ce1873dd3", hex(running));
  }

  @Test void countsAreExact() {
    int[] histogram = new int[7];
    IntStream.range(0, CountProbe.SIZE).forEach(i -> histogram[CountProbe.item(i).count()]++);
    assertEquals(List.of(0, 86, 100, 93, 123, 86, 112), IntStream.of(histogram).boxed().toList());
    var running = new Fnv();
    for (int i = 0; i < 50; i++) {
      var item = CountProbe.item(i);
      running.add(item.count() + "\n" + String.join("\n", item.captions()) + "\n");
    }
    assertEquals("82ddaa7240b22f32", hex(running));
  }

  @Test void bindingsAreExact() {
    var items = BindingProbe.items();
    assertEquals(400, items.size());
    assertEquals(559, items.getLast().scene().index());
    assertEquals("a orange cross and a white ring", items.get(0).scene().caption());
    assertEquals("a white cross and a orange ring", items.get(0).exchanged().caption());
    assertEquals("a blue circle and a purple diamond", items.get(1).scene().caption());
    assertEquals("a purple circle and a blue diamond", items.get(1).exchanged().caption());
    var running = new Fnv();
    for (var item : items.subList(0, 50)) {
      running.add(item.scene().caption() + "\n" + item.exchanged().caption() + "\n");
      running.add(item.scene().pixels64()).add(item.exchanged().pixels64());
    }
    assertEquals("3b8cdfbd6c92d98d", hex(running));
  }

  @Test void wordOrdersAreExact() {
    assertEquals("a white circle and a cyan square and a cyan ring", OrderProbe.item(0).scene().caption());
    assertEquals(List.of(
        "ring cyan a and square cyan a and circle white a", "cyan circle a a a white square ring and cyan and",
        "square and a a white circle and a cyan cyan ring", "circle white a and cyan a a and square ring cyan"),
        OrderProbe.item(0).distractors());
    var running = new Fnv();
    for (int i = 0; i < 50; i++) {
      var item = OrderProbe.item(i);
      running.add(item.scene().caption() + "\n" + String.join("\n", item.distractors()) + "\n");
    }
    assertEquals("cdffd23d94510a94", hex(running));
  }

  @ParameterizedTest
  @CsvSource({
    "RANDOM, white square/green cross/green circle, 3353bc4e6824bc05",
    "POPULAR, red diamond/orange cross/yellow triangle, cd2e06bcfb5ffc65",
    "ADVERSARIAL, cyan circle/white square/white ring, 348f911ca32f82b6"})
  void pollsAreExact(PollingProbe.Mode mode, String absent, String hash) {
    assertEquals(List.of(absent.split("/")), PollingProbe.item(mode, 0).absent().stream().map(Kind::words).toList());
    var running = new Fnv();
    for (int i = 0; i < 50; i++) {
      for (var question : PollingProbe.item(mode, i).questions()) {
        running.add(question.text() + " " + question.answer() + "\n");
      }
    }
    assertEquals(hash, hex(running));
    int questions = IntStream.range(0, PollingProbe.SIZE).map(i -> PollingProbe.item(mode, i).questions().size()).sum();
    assertEquals(1596, questions);
  }

  private static String hex(Fnv running) {
    return HexFormat.of().toHexDigits(running.value());
  }
}
