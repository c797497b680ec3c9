package org.vitrail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java that the documents show compiles, with nothing but the imports shown. */
class DocumentsTest {
  private static final Pattern JAVA = Pattern.compile("^```java\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Path HOME = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  @TempDir private Path folder;

  static Stream<Path> documents() throws IOException {
    try (var docs = Files.list(HOME.resolve("docs"))) {
      return Stream.concat(Stream.of(HOME.resolve("README.md")),
          docs.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream());
    }
  }

  @ParameterizedTest @MethodSource("documents")
  void compiles(Path document) throws IOException {
    var snippets = JAVA.matcher(Files.readString(document)).results().map(found -> found.group(1)).toList();
    assertTrue(!snippets.isEmpty() || !document.endsWith("README.md"), "the README shows no Java");
    for (var snippet : snippets) assertEquals("", complaints(snippet), document + ":\n" + snippet);
  }

  private String complaints(String snippet) throws IOException {
    var parts = snippet.lines().collect(Collectors.partitioningBy(line -> line.startsWith("import "),
        Collectors.joining("\n")));
    var source = Files.writeString(folder.resolve("Shown.java"),
        parts.get(true) + "\nclass Shown {\nvoid run() throws Exception {\n" + parts.get(false) + "\n}\n}\n");
    var path = Stream.of("java.class.path", "jdk.module.path").map(System::getProperty).filter(p -> p != null)
        .collect(Collectors.joining(File.pathSeparator));
    var said = new StringWriter();
    var javac = ToolProvider.findFirst("javac").orElseThrow();
    int code = javac.run(new PrintWriter(said), new PrintWriter(said), "-proc:none", "-cp", path,
        "-d", folder.toString(), source.toString());
    return code == 0 ? "" : said.toString();
  }
}
