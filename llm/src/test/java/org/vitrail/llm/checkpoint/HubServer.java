package org.vitrail.llm.checkpoint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of this machine that answers what a test tells it to. */
final class HubServer implements AutoCloseable {
  /** @param sent how many bytes of the body are sent before the connection ends */
  record Answer(int status, Map<String, String> headers, byte[] body, int sent) {
    static Answer of(int status, Map<String, String> headers, byte[] body) {
      return new Answer(status, headers, body, body.length);
    }
  }

  record Asked(String method, String path, Map<String, String> headers) {}

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Map<String, Answer> answers = new HashMap<>();
  final List<Asked> asked = new CopyOnWriteArrayList<>();

  HubServer() throws IOException {
    Thread.ofVirtual().start(this::serve);
  }

  URI address() {
    return URI.create("http://localhost:" + socket.getLocalPort());
  }

  /** What is answered to requests such as {@code GET /a/b}; ranges are served of it. */
  void answer(String request, Answer answer) {
    answers.put(request, answer);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (var connection = socket.accept()) {
        answer(connection);
      } catch (IOException closed) {
        continue;
      }
    }
  }

  private void answer(Socket connection) throws IOException {
    var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    var line = in.readLine().split(" ");
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
      headers.put(header.split(": ", 2)[0], header.split(": ", 2)[1]);
    }
    asked.add(new Asked(line[0], line[1], headers));
    var answer = answers.getOrDefault(line[0] + " " + line[1], Answer.of(404, Map.of(), new byte[0]));
    boolean partly = headers.containsKey("Range") && answer.status == 200;
    int start = partly ? Integer.parseInt(headers.get("Range").replaceAll("\\D", "")) : 0;
    var out = connection.getOutputStream();
    var head = new StringBuilder("HTTP/1.1 " + (start > 0 ? 206 : answer.status) + " X\r\nConnection: close\r\n");
    answer.headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (!answer.headers.containsKey("Content-Length")) {
      head.append("Content-Length: " + (answer.body.length - start) + "\r\n");
    }
    out.write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    if (!line[0].equals("HEAD")) out.write(answer.body, start, Math.max(0, answer.sent - start));
    out.flush();
  }

  @Override public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
