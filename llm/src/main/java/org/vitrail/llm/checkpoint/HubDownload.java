package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.vitrail.tensor.io.AtomicFile;

/**
 * Fetches a model from Hugging Face into the cache, in which Python finds it too. What was interrupted goes on where it
 * stopped; contents are checked against the sums that name them; the model is in the cache when all of it is there.
 */
public final class HubDownload implements AutoCloseable {
  /** Hears how many bytes of all there are. */
  @FunctionalInterface
  public interface Listener {
    void fetched(long bytes, long of);
  }

  private static final String SAFE = "[\\w.-]+(/[\\w.-]+)*";
  private static final Predicate<String> SETTINGS = name -> !name.contains("/")
      && (name.endsWith(".json") || name.endsWith(".txt") || name.endsWith(".model") || name.endsWith(".jinja"));
  private static final int BUFFER = 1 << 16;

  private final HubCache cache;
  private final HubClient hub;

  HubDownload(HubCache cache, HubClient hub) {
    this.cache = cache;
    this.hub = hub;
  }

  /** From the server, into the cache, that the environment names. */
  public static HubDownload of(Map<String, String> environment) {
    return new HubDownload(HubCache.of(environment), HubClient.of(environment));
  }

  /**
   * Fetches the branch {@code main} of a model: its settings, its tokenizer, and its weights as safetensors, or else as
   * PyTorch saved them. Returns the folder with the files.
   *
   * @throws IOException in one sentence, if the server cannot be reached, has no such model or a file is damaged
   */
  public Path fetch(String id, Listener listener) throws IOException {
    if (!HubCache.isId(id)) {
      throw new IllegalArgumentException(id + " is no id of a model, such as openai-community/gpt2");
    }
    var revision = hub.main(id);
    var wanted = new LinkedHashMap<String, HubClient.Remote>();
    for (var file : choose(id, revision.files())) wanted.put(file, hub.describe(id, revision.commit(), file));
    long total = wanted.values().stream().mapToLong(HubClient.Remote::size).sum();
    var snapshot = cache.model(id).resolve("snapshots").resolve(revision.commit());
    long done = 0;
    for (var entry : wanted.entrySet()) {
      long before = done;
      var blob = fetch(id, revision.commit(), entry.getKey(), entry.getValue(),
          bytes -> listener.fetched(before + bytes, total));
      link(snapshot.resolve(entry.getKey()), blob);
      done += entry.getValue().size();
      listener.fetched(done, total);
    }
    var main = Files.createDirectories(cache.model(id).resolve("refs")).resolve("main");
    AtomicFile.write(main, channel -> channel.write(StandardCharsets.UTF_8.encode(revision.commit())));
    return snapshot;
  }

  private static List<String> choose(String id, List<String> files) {
    var safe = files.stream().filter(name -> name.matches(SAFE) && !name.contains("..")).toList();
    Predicate<String> weights = null;
    for (var kind : List.of("model[\\w.-]*\\.safetensors", "pytorch_model[\\w.-]*\\.bin")) {
      if (weights == null && safe.stream().anyMatch(name -> name.matches(kind))) weights = name -> name.matches(kind);
    }
    if (weights == null) {
      throw new IllegalArgumentException(id + " has no weights as safetensors or pytorch_model.bin: download one of "
          + "its files yourself and name it");
    }
    return safe.stream().filter(SETTINGS.or(weights)).toList();
  }

  private interface Bytes {
    void fetched(long bytes);
  }

  /** The blob of a file; bytes that an earlier try left are kept. */
  private Path fetch(String id, String commit, String file, HubClient.Remote remote, Bytes bytes) throws IOException {
    var blobs = Files.createDirectories(cache.model(id).resolve("blobs"));
    var blob = blobs.resolve(remote.tag());
    if (Files.exists(blob)) return blob;
    var part = blobs.resolve(remote.tag() + ".incomplete");
    long have = Files.exists(part) ? Files.size(part) : 0;
    if (have > remote.size()) have = 0;
    if (have < remote.size() || have == 0) {
      var answer = hub.open(id, commit, file, have);
      try (var in = answer.body()) {
        append(in, part, answer.statusCode() == 206 ? have : 0, bytes);
      }
    }
    if (Files.size(part) < remote.size()) {
      throw new IOException(id + ": the connection ended within " + file + "; start it again and it goes on");
    }
    if (Files.size(part) != remote.size() || !isRight(part, remote)) {
      Files.delete(part);
      throw new IOException(id + ": " + file + " arrived damaged, its checksum is another; start it again");
    }
    return Files.move(part, blob);
  }

  private static void append(InputStream in, Path part, long have, Bytes bytes) throws IOException {
    var mode = have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (var out = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
      var buffer = new byte[BUFFER];
      for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
        out.write(buffer, 0, n);
        have += n;
        bytes.fetched(have);
      }
    }
  }

  /** A connection that breaks ends what came; that it is not all, its length tells. */
  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException broken) {
      return -1;
    }
  }

  /** Whether a content is the one that its tag names; tags of other servers name nothing. */
  private static boolean isRight(Path part, HubClient.Remote remote) throws IOException {
    return switch (remote.tag().length()) {
      case 64 -> remote.tag().equals(sum("SHA-256", "", part));
      case 40 -> remote.tag().equals(sum("SHA-1", "blob " + remote.size() + "\0", part));
      default -> true;
    };
  }

  private static String sum(String algorithm, String before, Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance(algorithm);
      digest.update(before.getBytes(StandardCharsets.UTF_8));
      var buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) digest.update(buffer, 0, n);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The file's name stands for its content; where links are not to be had it is a copy. */
  private static void link(Path name, Path blob) throws IOException {
    Files.createDirectories(name.getParent());
    Files.deleteIfExists(name);
    try {
      Files.createSymbolicLink(name, name.getParent().relativize(blob));
    } catch (UnsupportedOperationException | IOException noLinks) {
      Files.copy(blob, name);
    }
  }

  @Override public void close() {
    hub.close();
  }
}
