package org.vitrail.vlm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Scenes;

class EmbedderTest {
  private static final List<Picture> PICTURES = IntStream.range(0, 70)
      .mapToObj(i -> new Picture(64, 64, 3, Scenes.item("test", i).pixels64())).toList();
  private static final List<String> TEXTS = IntStream.range(0, 70).mapToObj(i -> Scenes.item("test", i).caption()).toList();

  private final Embedder embedder = new Embedder(TinyClip.create(1));

  @Test void vectorsHaveLengthOne() {
    for (var vector : embedder.embedPictures(PICTURES.subList(0, 3))) assertEquals(1, Embedder.similarity(vector, vector), 1e-5);
    for (var vector : embedder.embedTexts(TEXTS.subList(0, 3))) assertEquals(1, Embedder.similarity(vector, vector), 1e-5);
    assertEquals(64, embedder.dimension());
  }

  @Test void batchesChangeNothing() {
    var together = embedder.embedPictures(PICTURES);
    var texts = embedder.embedTexts(TEXTS);
    for (int i : new int[] {0, 1, 63, 64, 69}) {
      assertArrayEquals(embedder.embed(PICTURES.get(i)), together.get(i), 1e-5f);
      assertArrayEquals(embedder.embed(TEXTS.get(i)), texts.get(i), 1e-5f);
    }
    assertEquals(List.of(), embedder.embedPictures(List.of()));
  }

  @Test void threadsShareOne() throws Exception {
    var alone = embedder.embedPictures(PICTURES.subList(0, 8));
    try (var threads = Executors.newFixedThreadPool(6)) {
      var jobs = IntStream.range(0, 48).mapToObj(n -> threads.submit(() -> {
        assertArrayEquals(alone.get(n % 8), embedder.embed(PICTURES.get(n % 8)), 1e-5f);
        return embedder.embed(TEXTS.get(n)).length;
      })).toList();
      for (var job : jobs) assertEquals(64, job.get());
    }
  }

  @Test void labelsAreProbabilities() {
    var labels = embedder.classify(PICTURES.getFirst(), List.of("a red circle", "a blue square", "a green ring"));
    assertEquals(1, labels.stream().mapToDouble(Embedder.Label::probability).sum(), 1e-5);
    assertTrue(labels.getFirst().probability() >= labels.getLast().probability());
    assertThrows(IllegalArgumentException.class, () -> embedder.classify(PICTURES.getFirst(), List.of()));
  }

  @Test void nothingIsEmbeddedAfterTheEnd() {
    embedder.close();
    assertEquals("the embedder is closed; open another one",
        assertThrows(IllegalStateException.class, () -> embedder.embed("a red circle")).getMessage());
  }

  @Test void findsWhatIsClosest() {
    var index = EmbeddingIndex.of("tiny", TEXTS, embedder.embedPictures(PICTURES));
    var hits = index.nearest(embedder.embed(PICTURES.get(5)), 3);
    assertEquals(3, hits.size());
    assertEquals(TEXTS.get(5), hits.getFirst().name());
    assertEquals(1, hits.getFirst().similarity(), 1e-5);
    assertThrows(IllegalArgumentException.class, () -> index.nearest(new float[3], 1));
  }

  @Test void keepsAnIndexInAFolder(@TempDir Path folder) throws Exception {
    var index = EmbeddingIndex.of("tiny", TEXTS.subList(0, 4), embedder.embedTexts(TEXTS.subList(0, 4)));
    index.write(folder);
    assertTrue(EmbeddingIndex.isIn(folder));
    var read = EmbeddingIndex.read(folder);
    assertEquals(index.names(), read.names());
    assertArrayEquals(index.vectors().toFloats(), read.vectors().toFloats());
    Files.writeString(folder.resolve("index.json"), "{\"model\": \"tiny\", \"names\": [\"one\"]}");
    assertThrows(FormatException.class, () -> EmbeddingIndex.read(folder));
  }
}
