package org.vitrail.vlm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
  /** A label with the model's probability that it, of all that were given, is true of a picture. */
  public record Label(String text, double probability) {}

  private static final String NAME = "{}";

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

  /**
   * The labels, the likeliest first, given that one of them is true: "a photo of a cat" often does better than "cat".
   */
  public List<Label> classify(Picture picture, List<String> labels) {
    return classes(labels, List.of(NAME)).of(picture);
  }

  /** Labels that are embedded once, for many pictures. */
  @FunctionalInterface
  public interface Classes {
    /** The labels, the likeliest first. */
    List<Label> of(Picture picture);
  }

  /**
   * Classes by their names. Each is the mean of what {@code templates} say of it, as vectors of length 1 (Radford et al.
   * 2021, section 3.1.4); where a picture has no vector without a text, as in Llip, the mean of their scores.
   *
   * @param templates texts in which <code>{}</code> stands for the name
   */
  public Classes classes(List<String> names, List<String> templates) {
    if (names.isEmpty() || templates.isEmpty()) {
      throw new IllegalArgumentException("there are " + names.size() + " labels and " + templates.size()
          + " templates; give at least one of each");
    }
    var vision = open();
    var encoder = vision.model();
    int prompts = templates.size();
    var texts = names.stream().flatMap(name -> templates.stream().map(t -> t.replace(NAME, name))).toList();
    var features = Scope.outside(() -> vision.encodeTexts(texts));                            // (names·prompts, …)
    if (!encoder.comparesEmbeddings()) {
      return picture -> labels(names, () -> encoder.logits(vision.encodeImages(List.of(picture)), features)
          .reshape(names.size(), prompts).mean(1));
    }
    var means = Scope.outside(() -> features.reshape(names.size(), prompts, -1).mean(1).l2Normalize(-1));
    return picture -> labels(names, () -> encoder.logits(vision.encodeImages(List.of(picture)), means));
  }

  private static List<Label> labels(List<String> names, Vectors logits) {
    var p = Scope.call("classify", () -> logits.compute().softmax(-1).toFloats());
    return IntStream.range(0, p.length).mapToObj(i -> new Label(names.get(i), p[i]))
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
      return IntStream.range(0, all.dim(0)).mapToObj(i -> Arrays.copyOfRange(values, i * d, (i + 1) * d))
          .toList();
    });
  }
}
