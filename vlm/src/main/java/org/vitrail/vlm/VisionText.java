package org.vitrail.vlm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.Processor;

/** A model of two towers with what makes its input of pictures and of texts. */
public record VisionText(DualEncoder model, Processor processor, TextInput input) implements Scorer {
  private static final int BATCH = 64;

  /** The features of pictures, computed batch by batch. */
  public Tensor encodeImages(List<Picture> pictures) {
    return batched(pictures, batch -> model.encodeImages(processor.apply(batch)));
  }

  /** The features of texts, computed batch by batch. */
  public Tensor encodeTexts(List<String> texts) {
    return batched(texts, batch -> model.encodeTexts(input.ids(batch)));
  }

  /** Pictures as the model sees them (n, C, H, W). */
  public Tensor pixels(List<Picture> pictures) {
    return processor.apply(pictures).get("pixel_values").tensor();
  }

  /** The logits of each picture with each text, computed tile by tile. */
  @Override public double[][] scores(List<Picture> pictures, List<String> texts) {
    return Scope.call("scores", () -> {
      var images = encodeImages(pictures);
      var words = encodeTexts(texts);
      var scores = new double[pictures.size()][texts.size()];
      for (int row = 0; row < pictures.size(); row += BATCH) {
        for (int column = 0; column < texts.size(); column += BATCH) {
          fill(scores, row, column, images.slice(0, row, Math.min(row + BATCH, pictures.size())),
              words.slice(0, column, Math.min(column + BATCH, texts.size())));
        }
      }
      return scores;
    });
  }

  private void fill(double[][] scores, int row, int column, Tensor images, Tensor texts) {
    Scope.run("logits", () -> {
      var logits = model.logits(images, texts);                                                // (n, m)
      int width = logits.dim(1);
      var values = logits.toFloats();
      for (int i = 0; i < values.length; i++) scores[row + i / width][column + i % width] = values[i];
    });
  }

  /** Computes the pictures of some comparisons with all their texts, each of which once, and takes what is asked for. */
  @Override public List<double[][]> compare(List<Comparison> comparisons) {
    var scores = new ArrayList<double[][]>();
    for (int from = 0; from < comparisons.size(); from += BATCH) {
      var some = comparisons.subList(from, Math.min(from + BATCH, comparisons.size()));
      var pictures = some.stream().flatMap(c -> c.pictures().stream()).toList();
      var texts = some.stream().flatMap(c -> c.texts().stream()).distinct().toList();
      var all = scores(pictures, texts);
      int row = 0;
      for (var comparison : some) {
        var columns = comparison.texts().stream().mapToInt(texts::indexOf).toArray();
        var rows = Arrays.copyOfRange(all, row, row += comparison.pictures().size());
        scores.add(Arrays.stream(rows).map(r -> IntStream.of(columns).mapToDouble(c -> r[c]).toArray())
            .toArray(double[][]::new));
      }
    }
    return scores;
  }

  @Override public String variant() {
    return "cosine";
  }

  private interface Encoding<T> {
    Tensor of(List<T> batch);
  }

  private static <T> Tensor batched(List<T> items, Encoding<T> encoding) {
    var parts = new Tensor[Math.ceilDiv(items.size(), BATCH)];
    for (int i = 0; i < parts.length; i++) {
      var batch = items.subList(i * BATCH, Math.min(items.size(), (i + 1) * BATCH));
      parts[i] = Scope.call("encoding", () -> encoding.of(batch));
    }
    return parts.length == 1 ? parts[0] : Shaping.cat(0, parts);
  }
}
