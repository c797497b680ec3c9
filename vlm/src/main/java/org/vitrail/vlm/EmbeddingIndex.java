package org.vitrail.vlm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

/**
 * Vectors of length 1 by name, searched by comparing with all of them: {@code embeddings.safetensors} and
 * {@code index.json} in a folder.
 *
 * @param model where the model is whose space this is
 * @param names of what was embedded, such as the path of a picture
 * @param vectors (n, d)
 */
public record EmbeddingIndex(String model, List<String> names, Tensor vectors) {
  private static final String NAMES = "index.json";
  private static final String VECTORS = "embeddings.safetensors";

  /** Something close to a query, and its cosine. */
  public record Hit(String name, double similarity) {}

  public static EmbeddingIndex of(String model, List<String> names, List<float[]> vectors) {
    if (names.isEmpty() || names.size() != vectors.size()) {
      throw new IllegalArgumentException("an index of " + names.size() + " names and " + vectors.size()
          + " vectors cannot be made; give at least one, and as many of each");
    }
    int d = vectors.getFirst().length;
    var all = new float[Math.multiplyExact(names.size(), d)];
    for (int i = 0; i < vectors.size(); i++) System.arraycopy(vectors.get(i), 0, all, i * d, d);
    return new EmbeddingIndex(model, List.copyOf(names), Tensor.of(all, names.size(), d));
  }

  /** Whether {@code folder} holds an index. */
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(NAMES)) && Files.exists(folder.resolve(VECTORS));
  }

  /**
   * Reads an index.
   *
   * @throws FormatException if it is damaged
   */
  public static EmbeddingIndex read(Path folder) throws IOException {
    var file = folder.resolve(NAMES);
    var json = Json.readObject(file);
    if (!(json.get("names") instanceof List<?> names)) throw new FormatException(file, "names", "expected a list");
    try (var stored = Safetensors.open(folder.resolve(VECTORS))) {
      var vectors = stored.tensor("embeddings");
      if (vectors.rank() != 2 || vectors.dim(0) != names.size()) {
        throw new FormatException(file, "it has " + names.size() + " names, " + VECTORS + " beside it embeddings of shape "
            + vectors.shape());
      }
      return new EmbeddingIndex(String.valueOf(json.get("model")), names.stream().map(String::valueOf).toList(), vectors);
    }
  }

  /** Writes {@code embeddings.safetensors}, then {@code index.json}. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Safetensors.write(folder.resolve(VECTORS), Map.of("embeddings", vectors), Map.of("format", "pt"));
    Json.write(folder.resolve(NAMES), Map.of("model", model, "names", names));
  }

  /** The {@code k} names closest to {@code query}, the closest first. */
  public List<Hit> nearest(float[] query, int k) {
    if (query.length != vectors.dim(1)) {
      throw new IllegalArgumentException("a query of " + query.length + " numbers cannot be compared with vectors of "
          + vectors.dim(1) + "; embed it with the model of the index, " + model);
    }
    var cosines = vectors.matmul(Tensor.of(query, query.length, 1)).toFloats();
    return IntStream.range(0, cosines.length).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -cosines[i]).thenComparing(i -> i)).limit(k)
        .map(i -> new Hit(names.get(i), cosines[i])).toList();
  }
}
