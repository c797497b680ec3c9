package org.vitrail.llm.bert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.tensor.io.Json;

class HfBertFolderTest {
  private static final Path CASES = Path.of("src/test/resources/parity");

  @ParameterizedTest
  @ValueSource(strings = {"bert_mlm", "bert_pretraining", "bert_untied", "distilbert", "roberta"})
  void opensWhatItSavesInTheSameFamily(String name, @TempDir Path folder) throws IOException {
    var bert = HfBertFolder.open(CASES.resolve(name));
    HfBertFolder.save(bert, folder);
    assertEquals(Json.readObject(CASES.resolve(name).resolve("config.json")).get("model_type"),
        Json.readObject(folder.resolve("config.json")).get("model_type"));
    var opened = HfBertFolder.open(folder);
    assertEquals(bert.config(), opened.config());
    bert.parameters().forEach((path, p) ->
        assertArrayEquals(p.toFloats(), opened.parameters().get(path).toFloats(), path));
  }
}
