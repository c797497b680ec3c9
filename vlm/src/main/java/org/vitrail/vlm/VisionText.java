package org.vitrail.vlm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.Processor;

/** A model of two towers with what makes its input of pictures and of texts. */
public record VisionText(DualEncoder model, Processor processor, TextInput input) implements Scorer {
  private static final int BATCH = 64;

  /**
   * The model in a folder or file of Hugging Face's layout, of open_clip's, or of OpenAI; of a training run the finished
   * model, or else its newest checkpoint.
   *
   * @throws org.vitrail.tensor.io.FormatException in one sentence, if there is none, or one that is damaged or not known
   */
  public static VisionText open(Path path) throws IOException {
    return ModelFolders.open(path);
  }

  /** Whether there is a model of pictures and texts at {@code path}. */
  public static boolean isIn(Path path) throws IOException {
    return ModelFolders.find(path).isPresent();
  }

  /**
   * Writes a folder that {@link #open} and the library of the layout read: the model with its settings for pictures and
   * the files of its tokenizer.
   *
   * @throws IllegalArgumentException if no layout has a place for what the model has
   */
  public void save(Path folder) throws IOException {
    ModelFolders.of(model).save(this, folder);
  }

  /** The parameters under the names that {@link #save} gives them. */
  public WeightMap weights() {
    return ModelFolders.of(model).weights(model);
  }

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
    return Scope.call("scores", () -> scores(encodeImages(pictures), encodeTexts(texts)));
  }

  /** The scores of features, computed block by block. */
  public double[][] scores(Tensor images, Tensor texts) {
    var scores = new double[images.dim(0)][texts.dim(0)];
    for (int i = 0; i < images.dim(0); i += BATCH) {
      for (int j = 0; j < texts.dim(0); j += BATCH) {
        var some = images.slice(0, i, Math.min(i + BATCH, images.dim(0)));
        var others = texts.slice(0, j, Math.min(j + BATCH, texts.dim(0)));
        var block = Scope.call("block", () -> model.logits(some, others)).toFloats();
        for (int k = 0; k < block.length; k++) {
          scores[i + k / others.dim(0)][j + k % others.dim(0)] = block[k];
        }
      }
    }
    return scores;
  }

  /** Computes some pictures and texts together, each once, and takes the scores that are asked for. */
  @Override public List<double[][]> compare(List<Comparison> comparisons) {
    var scores = new ArrayList<double[][]>();
    for (int from = 0; from < comparisons.size(); from += BATCH) {
      var some = comparisons.subList(from, Math.min(from + BATCH, comparisons.size()));
      var pictures = some.stream().flatMap(c -> c.pictures().stream()).distinct().toList();
      var texts = some.stream().flatMap(c -> c.texts().stream()).distinct().toList();
      var all = scores(pictures, texts);
      for (var comparison : some) {
        var columns = comparison.texts().stream().mapToInt(texts::indexOf).toArray();
        scores.add(comparison.pictures().stream().map(picture -> all[pictures.indexOf(picture)])
            .map(row -> IntStream.of(columns).mapToDouble(c -> row[c]).toArray()).toArray(double[][]::new));
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
