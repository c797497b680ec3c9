package org.vitrail.llm.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.kernels.Devices;
import org.vitrail.nn.parity.CaseResult.Status;
import org.vitrail.nn.parity.Parity;

/** Language models compute what transformers computes, forward and backward. */
class ModelParityTest {
  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', textBlock = """
      gpt2, 33
      gpt2_scaled_by_layer, 46
      llama, 26
      llama_left_padded, 56
      llama_rope_linear, 26
      llama_rope_llama3, 26
      llama_rope_yarn, 26
      mistral, 26
      qwen2, 31
      qwen3, 29
      gemma, 25
      gemma3, 33
      files, 154
      gguf_llama, 38
      imagegpt, 29
      bert_mlm, 47
      bert_pretraining, 52
      bert_untied, 70
      roberta, 45
      distilbert, 46
      t5, 56""")
  void passes(String name, int tensors) throws URISyntaxException {
    var folder = Path.of(getClass().getResource("/parity/" + name).toURI());
    for (var device : new String[] {"scalar", "cpu", "opencl"}) {
      var problem = Devices.problem(device);
      problem.ifPresent(reason -> System.err.println("skipped " + name + " on " + device + ": " + reason));
      if (problem.isPresent()) continue;
      var result = Devices.on(Devices.named(device), () -> Parity.run(folder));
      assertEquals(Status.PASS, result.status(), device + ": " + result.message());
      assertEquals(tensors, result.compared());
    }
  }
}
