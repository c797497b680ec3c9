package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;

/**
 * What of Hugging Face's server is asked: the files of a model's branch {@code main}, what one is, and its bytes. The
 * token goes to that server alone, never to another that it redirects to.
 */
final class HubClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LONGEST_ANSWER = 20_000_000;
  private static final int MOST_REDIRECTIONS = 5;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER).build();
  private final URI endpoint;
  private final String token;

  /** @param token null for none */
  HubClient(URI endpoint, String token) {
    this.endpoint = endpoint;
    this.token = token;
  }

  /** The server and token that {@code HF_ENDPOINT} and {@code HF_TOKEN} name. */
  static HubClient of(Map<String, String> environment) {
    var server = environment.getOrDefault("HF_ENDPOINT", "https://huggingface.co").replaceAll("/+$", "");
    try {
      var endpoint = URI.create(server);
      if (endpoint.getHost() != null) return new HubClient(endpoint, environment.get("HF_TOKEN"));
    } catch (IllegalArgumentException noAddress) {
      // said below
    }
    throw new IllegalArgumentException("HF_ENDPOINT=" + server
        + " is no address of a server, such as https://hub.example");
  }

  /** The commit of a branch, and the names of its files. */
  record Revision(String commit, List<String> files) {}

  /** @param tag the ETag, which names its content: SHA-256 of a large file, git's SHA-1 of a small one */
  record Remote(String tag, long size) {}

  Revision main(String id) throws IOException {
    var address = URI.create(endpoint + "/api/models/" + id + "/revision/main");
    try (var body = get(address, id, 0).body()) {
      var bytes = body.readNBytes(LONGEST_ANSWER);
      var json = Json.parse(Path.of(id), ByteBuffer.wrap(bytes));
      if (json instanceof Map<?, ?> answer && answer.get("sha") instanceof String sha && sha.matches("\\w{6,64}")
          && answer.get("siblings") instanceof List<?> siblings) {
        return new Revision(sha, siblings.stream().map(file -> file instanceof Map<?, ?> f ? f.get("rfilename") : null)
            .filter(String.class::isInstance).map(String.class::cast).toList());
      }
    }
    throw new FormatException(Path.of(id), "the answer of " + endpoint.getHost() + " is not what such servers say");
  }

  Remote describe(String id, String commit, String file) throws IOException {
    var address = address(id, commit, file);
    for (int i = 0; i < MOST_REDIRECTIONS; i++) {
      var answer = send(request(address).method("HEAD", HttpRequest.BodyPublishers.noBody()), id);
      answer.body().close();
      var tag = header(answer, "x-linked-etag", header(answer, "etag", "")).replaceAll("^W/|\"", "");
      var size = header(answer, "x-linked-size", header(answer, "content-length", ""));
      var location = header(answer, "location", "");
      boolean moved = answer.statusCode() / 100 == 3;
      if (moved && location.startsWith("/") && header(answer, "x-linked-etag", "").isEmpty()) {
        address = address.resolve(location);
      } else if (moved || answer.statusCode() == 200) {
        if (tag.matches("[\\w.-]{1,200}") && size.matches("\\d{1,18}")) return new Remote(tag, Long.parseLong(size));
        throw new IOException(address + ": the server does not say which content this is");
      } else {
        throw refused(answer, id);
      }
    }
    throw new IOException(id + ": the server redirects without end");
  }

  /** The bytes of a file from {@code start} on; the answer's status is 206 if it begins there, 200 if at the start. */
  HttpResponse<InputStream> open(String id, String commit, String file, long start) throws IOException {
    return get(address(id, commit, file), id, start);
  }

  private URI address(String id, String commit, String file) {
    return URI.create(endpoint + "/" + id + "/resolve/" + commit + "/" + file);
  }

  private HttpResponse<InputStream> get(URI address, String id, long start) throws IOException {
    for (int i = 0; i < MOST_REDIRECTIONS; i++) {
      var request = request(address).GET();
      if (start > 0) request.header("Range", "bytes=" + start + "-");
      var answer = send(request, id);
      if (answer.statusCode() == 200 || answer.statusCode() == 206) return answer;
      answer.body().close();
      var location = header(answer, "location", "");
      if (answer.statusCode() / 100 != 3 || location.isEmpty()) throw refused(answer, id);
      var next = address.resolve(location);
      if ("https".equals(address.getScheme()) && !"https".equals(next.getScheme())) {
        throw new IOException(id + ": " + address.getHost() + " redirects to an address without encryption");
      }
      address = next;
    }
    throw new IOException(id + ": the server redirects without end");
  }

  private HttpRequest.Builder request(URI address) {
    var request = HttpRequest.newBuilder(address).timeout(PATIENCE).header("User-Agent", "vitrail");
    boolean home = endpoint.getHost().equals(address.getHost()) && endpoint.getPort() == address.getPort();
    return token != null && home ? request.header("Authorization", "Bearer " + token) : request;
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request, String id) throws IOException {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(id + ": the download was interrupted; start it again and it goes on", e);
    } catch (IOException e) {
      throw new IOException(id + ": " + endpoint.getHost() + " cannot be reached"
          + (e.getMessage() == null ? "" : ": " + e.getMessage()), e);
    }
  }

  private static String header(HttpResponse<?> answer, String name, String otherwise) {
    return answer.headers().firstValue(name).orElse(otherwise);
  }

  private IOException refused(HttpResponse<?> answer, String id) {
    int status = answer.statusCode();
    return new IOException(switch (status) {
      case 401, 403 -> id + ": " + endpoint.getHost() + " refuses it: there is no such model, or it wants a token of "
          + "someone who may read it, in HF_TOKEN";
      case 404 -> id + ": " + endpoint.getHost() + " has no such model";
      default -> id + ": " + endpoint.getHost() + " answers with status " + status;
    });
  }

  @Override public void close() {
    http.close();
  }
}
