package org.vitrail.llm.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.nn.parity.CaseResult.Status;
import org.vitrail.nn.parity.Parity;

class TokenizersSetTest {
  private static Path set() throws URISyntaxException {
    return Path.of(TokenizersSetTest.class.getResource("/parity/tokenizers/manifest.json").toURI()).getParent();
  }

  @Test void everyTextIsTheReferencesWithEveryVocabulary() throws URISyntaxException {
    var result = Parity.run(set());
    assertEquals("", result.message());
    assertEquals(Status.PASS, result.status());
    assertEquals(4447, result.compared());
  }

  @Test void seesAnotherId(@TempDir Path copy) throws IOException, URISyntaxException {
    try (var files = Files.list(set())) {
      for (var file : files.toList()) Files.copy(file, copy.resolve(file.getFileName()));
    }
    var cases = copy.resolve("gpt2_bpe.cases.json");
    Files.writeString(cases, Files.readString(cases).replaceFirst("\"ids\":\\[33\\]", "\"ids\":[34]"));
    var result = Parity.run(copy);
    assertEquals(Status.FAIL, result.status());
    assertTrue(result.message().contains("gpt2_bpe of \"A\""), result.message());
  }
}
