package org.vitrail.vlm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.nn.train.TrainingException;
import org.vitrail.tensor.io.FormatException;
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
   * @throws FormatException in one sentence, if there is none, or one that is damaged or not known here
   */
  public static VisionText open(Path path) throws IOException {
    if (!Files.exists(path)) throw new FormatException(path, "there is no such file or folder");
    for (var place : Stream.of(path, path.resolve("model"), newest(path)).filter(Files::exists).toList()) {
      for (var layout : layouts()) {
        if (layout.holds(place)) return layout.open(place);
      }
    }
    throw new FormatException(path, "there is no model of pictures and texts here; expected a folder with config.json or "
        + "open_clip_config.json and the weights beside it, a run, or a file of weights of OpenAI's CLIP");
  }

  private static Path newest(Path path) throws IOException {
    try {
      return Files.isDirectory(path) ? Checkpoint.open(path).folder() : path;
    } catch (TrainingException noRun) {
      return path;
    }
  }

  private static List<ModelFolder> layouts() {
    return ServiceLoader.load(ModelFolder.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  /**
   * Writes a folder that {@link #open} and the library of the layout read: the model with its settings for pictures and
   * the files of its tokenizer, in the first layout that has a place for it.
   */
  public void save(Path folder) throws IOException {
    layouts().stream().filter(layout -> layout.fits(model)).findFirst().orElseThrow(() -> new IllegalArgumentException(
        "no layout is known that has a place for " + model.getClass().getSimpleName() + " as it is configured"))
        .save(this, folder);
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

  @Override public double[][] scores(List<Picture> pictures, List<String> texts) {
    return Scope.call("scores", () -> {
      var logits = model.logits(encodeImages(pictures), encodeTexts(texts)).toFloats();       // (n·m)
      var scores = new double[pictures.size()][texts.size()];
      for (int i = 0; i < logits.length; i++) scores[i / texts.size()][i % texts.size()] = logits[i];
      return scores;
    });
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
