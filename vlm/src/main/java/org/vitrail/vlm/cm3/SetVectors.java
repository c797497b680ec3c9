package org.vitrail.vlm.cm3;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.data.Dataset;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Draws;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.data.Captioned;

/**
 * Vectors (n, d) of documents: of their pictures, of their texts, and of the texts as they are looked up with while a
 * model learns, of which some words are dropped.
 *
 * @param captions the texts
 */
public record SetVectors(List<String> captions, Tensor pictures, Tensor texts, Tensor queries) {
  private static final int BATCH = 256;

  /** Those of a set, each document with its first caption. */
  public static SetVectors of(VisionText retriever, Dataset<Captioned> set) {
    var encoder = new DocumentVectors(retriever);
    var r = Draws.stream("queries", 0);
    var captions = new ArrayList<String>();
    var pictures = new ArrayList<Tensor>();
    var texts = new ArrayList<Tensor>();
    var queries = new ArrayList<Tensor>();
    for (int from = 0; from < set.size(); from += BATCH) {
      var some = IntStream.range(from, Math.min(from + BATCH, set.size())).mapToObj(set::get).toList();
      var told = some.stream().map(example -> example.captions().getFirst()).toList();
      captions.addAll(told);
      pictures.add(encoder.ofPictures(some.stream().map(Captioned::picture).toList()));
      texts.add(encoder.ofTexts(told));
      queries.add(encoder.ofTexts(told.stream().map(caption -> Memory.drop(caption, r)).toList()));
    }
    return new SetVectors(List.copyOf(captions), cat(pictures), cat(texts), cat(queries));
  }

  private static Tensor cat(List<Tensor> parts) {
    return Shaping.cat(0, parts.toArray(Tensor[]::new));
  }

  /** These, and {@code more} after them. */
  public SetVectors and(SetVectors more) {
    var all = new ArrayList<>(captions);
    all.addAll(more.captions);
    return new SetVectors(List.copyOf(all), cat(List.of(pictures, more.pictures)), cat(List.of(texts, more.texts)),
        cat(List.of(queries, more.queries)));
  }

  /** Those of the documents {@code from ≤ i < to}. */
  public SetVectors subset(int from, int to) {
    return new SetVectors(captions.subList(from, to), pictures.slice(0, from, to), texts.slice(0, from, to),
        queries.slice(0, from, to));
  }

  private Tensor both() {
    return DocumentVectors.ofBoth(texts, pictures);
  }

  /** These documents, to be looked up. */
  public Memory memory() {
    return Memory.of(both());
  }

  /** What is looked up for each of these documents. */
  public Lookups in(Memory memory) {
    return Lookups.of(memory, pictures, texts, queries);
  }

  /**
   * R@1: of these documents that share their text with one of {@code others}, the share whose closest one, by picture
   * and text, is one of those.
   */
  public double recall(SetVectors others) {
    var known = new HashSet<>(others.captions);
    var nearest = Neighbours.exact(others.both()).nearest(both(), 1);
    var asked = IntStream.range(0, captions.size()).filter(i -> known.contains(captions.get(i))).toArray();
    return IntStream.of(asked).filter(i ->
        others.captions.get(nearest.get(i).getFirst().item()).equals(captions.get(i))).count() / (double) asked.length;
  }
}
