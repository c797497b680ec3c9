package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder in which Hugging Face's library keeps what it downloaded: {@code models--ORG--NAME} with
 * {@code refs/main}, which names a commit, {@code snapshots/COMMIT}, the files under their names, and {@code blobs},
 * their contents.
 */
public record HubCache(Path folder) {
  private static final String ID = "[\\w.-]+(/[\\w.-]+)?";
  private static final String PREFIX = "models--";
  private static final int SUGGESTED = 3;

  /** The cache that the variables {@code HF_HUB_CACHE} and {@code HF_HOME} name, or the usual one. */
  public static HubCache of(Map<String, String> environment) {
    var hub = environment.get("HF_HUB_CACHE");
    if (hub != null) return new HubCache(Path.of(hub));
    var home = environment.get("HF_HOME");
    if (home != null) return new HubCache(Path.of(home, "hub"));
    var cache = environment.get("XDG_CACHE_HOME");
    var user = cache != null ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
    return new HubCache(user.resolve("huggingface").resolve("hub"));
  }

  /** Whether {@code text} looks like the id of a model. */
  public static boolean isId(String text) {
    return text.matches(ID) && !text.contains("..");
  }

  /** The folder of a model. */
  Path model(String id) {
    return folder.resolve(PREFIX + id.replace("/", "--"));
  }

  /** The files of a model's branch {@code main}, if they were downloaded. */
  public Optional<Path> snapshot(String id) throws IOException {
    if (!isId(id)) return Optional.empty();
    var main = model(id).resolve("refs").resolve("main");
    if (!Files.isRegularFile(main) || Files.size(main) > 100) return Optional.empty();
    var commit = Files.readString(main).strip();
    return Optional.of(model(id).resolve("snapshots").resolve(commit))
        .filter(snapshot -> commit.matches("\\w+") && Files.isDirectory(snapshot));
  }

  /** The ids of the models that are here. */
  public List<String> ids() throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> models = Files.list(folder)) {
      return models.map(model -> model.getFileName().toString()).filter(name -> name.startsWith(PREFIX))
          .map(name -> name.substring(PREFIX.length()).replace("--", "/")).sorted().toList();
    }
  }

  /** The ids nearest to {@code id}, at most three. */
  List<String> similar(String id) throws IOException {
    return ids().stream().sorted(Comparator.comparingInt(other -> distance(id, other))).limit(SUGGESTED).toList();
  }

  /** The least number of letters to change, add or leave out (Levenshtein 1965), in any case. */
  private static int distance(String a, String b) {
    var x = a.toLowerCase(Locale.ROOT);
    var y = b.toLowerCase(Locale.ROOT);
    var row = new int[y.length() + 1];
    for (int j = 0; j < row.length; j++) row[j] = j;
    for (int i = 1; i <= x.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[y.length()];
  }
}
