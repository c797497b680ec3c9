package org.vitrail.llm.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.nn.parity.CaseResult.Status;
import org.vitrail.nn.parity.Parity;

/** Greedy and beam search choose the tokens that transformers chooses. */
class GenerateParityTest {
  @ParameterizedTest
  @ValueSource(strings = {"generate_gpt2", "generate_llama"})
  void passes(String name) throws URISyntaxException {
    var result = Parity.run(Path.of(getClass().getResource("/parity/" + name).toURI()));
    assertEquals(Status.PASS, result.status(), result.message());
    assertEquals(20, result.compared());
  }
}
