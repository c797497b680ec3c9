package org.vitrail.vlm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.image.Picture;

/**
 * Pictures and texts as vectors of length 1 in one space, in which what belongs together is close: the scalar product
 * of two is their cosine.
 *
 * <pre>{@code
 * try (var embedder = Embedder.open(Path.of("clip-vit-base-patch32"))) {
 *   float[] picture = embedder.embed(Picture.read(Path.of("cat.jpg")));
 *   float[] text = embedder.embed("a photo of a cat");
 *   double cosine = Embedder.similarity(picture, text);
 *   Label best = embedder.classify(Picture.read(Path.of("cat.jpg")), List.of("a cat", "a dog")).getFirst();
 * }
 * }</pre>
 *
 * Threads may share one; many pictures or texts are best given together, they are computed in batches.
 */
public final class Embedder implements AutoCloseable {
  /** A label with the model's probability that it is true of a picture. */
  public record Label(String text, double probability) {}

  private volatile VisionText model;
  private final int dimension;

  /** Of a model that is there already. */
  public Embedder(VisionText model) {
    this.model = model;
    dimension = embed("").length;
  }

  /**
   * The model in a folder: one that was trained here, or in the layout of Hugging Face or open_clip.
   *
   * @throws org.vitrail.tensor.io.FormatException if there is none in it, or it is damaged
   */
  public static Embedder open(Path folder) throws IOException {
    return new Embedder(VisionText.open(folder));
  }

  /** Numbers in a vector. */
  public int dimension() {
    return dimension;
  }

  public float[] embed(Picture picture) {
    return embedPictures(List.of(picture)).getFirst();
  }

  public float[] embed(String text) {
    return embedTexts(List.of(text)).getFirst();
  }

  /** A vector for each picture, in the order of the pictures. */
  public List<float[]> embedPictures(List<Picture> pictures) {
    var vision = open();
    return pictures.isEmpty() ? List.of()
        : rows(() -> vision.model().imageEmbeddings(vision.encodeImages(pictures)));
  }

  /** A vector for each text, in the order of the texts. */
  public List<float[]> embedTexts(List<String> texts) {
    var vision = open();
    return texts.isEmpty() ? List.of() : rows(() -> vision.model().textEmbeddings(vision.encodeTexts(texts)));
  }

  /** The labels, the likeliest first, as texts of their own: "a photo of a cat" often does better than "cat". */
  public List<Label> classify(Picture picture, List<String> labels) {
    if (labels.isEmpty()) throw new IllegalArgumentException("classify: there are no labels; give at least one");
    var vision = open();
    var p = Scope.call("classify", () -> vision.model()
        .logits(vision.encodeImages(List.of(picture)), vision.encodeTexts(labels)).softmax(-1).toFloats());
    return IntStream.range(0, p.length).mapToObj(i -> new Label(labels.get(i), p[i]))
        .sorted(Comparator.comparingDouble(Label::probability).reversed()).toList();
  }

  /** The cosine of two vectors of this space. */
  public static double similarity(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += (double) a[i] * b[i];
    return sum;
  }

  /** Lets go of the weights; afterwards nothing can be embedded. */
  @Override public void close() {
    model = null;
  }

  private VisionText open() {
    var vision = model;
    if (vision == null) throw new IllegalStateException("the embedder is closed; open another one");
    return vision;
  }

  private interface Vectors {
    Tensor compute();
  }

  private static List<float[]> rows(Vectors vectors) {
    return Scope.call("embed", () -> {
      var all = vectors.compute();                                                            // (n, d)
      var values = all.toFloats();
      int d = all.dim(1);
      return IntStream.range(0, all.dim(0)).mapToObj(i -> java.util.Arrays.copyOfRange(values, i * d, (i + 1) * d))
          .toList();
    });
  }
}
