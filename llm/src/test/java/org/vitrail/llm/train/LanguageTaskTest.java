package org.vitrail.llm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderConfig.HeadNorm;
import org.vitrail.llm.decoder.HfFolder;
import org.vitrail.llm.decoder.Rope;
import org.vitrail.llm.token.SpecialTokens;
import org.vitrail.nn.Init;
import org.vitrail.nn.Mode;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Clipping;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.nn.train.Interrupt;
import org.vitrail.nn.train.Outcome;
import org.vitrail.nn.train.Plan;
import org.vitrail.nn.train.Progress;
import org.vitrail.nn.train.Trainer;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;

class LanguageTaskTest {
  private static final String WORDS = "to be or not to be, that is the question. ".repeat(40);
  private static final LmText TEXT = LmText.running(TextDataTest.tokenizer(Symbols.characters(WORDS)), WORDS, 16);

  private static DecoderConfig config(String style) {
    int vocabulary = TEXT.tokenizer().size();
    return style.equals("gpt2") ? DecoderConfig.gpt2(vocabulary, 16, 32, 2, 2, 64)
        : DecoderConfig.llama(vocabulary, 16, 32, 2, 4, 2, 48);
  }

  private static LanguageTask task(String style) {
    return new LanguageTask(Decoder.of(config(style), Init.of(1).withStd(0.1)), TEXT.data(), 8, 4);
  }

  private static Outcome train(LanguageTask task, Path folder, int steps, int stopAfter, boolean resume) {
    var plan = new Plan(steps, Schedule.constant(3e-3), 7).clipping(Clipping.byNorm(1));
    var interrupt = new Interrupt();
    var trainer = new Trainer<>(task, TEXT.data().batches(8, 7), new AdamW(Group.of(task.parameters().values(), 0.1)),
        plan, folder).progress(new Progress() {
          @Override public void stepped(Step step) {
            if (step.step() == stopAfter) interrupt.request();
          }
        });
    return resume ? trainer.resume(interrupt) : trainer.train(interrupt);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "llama"})
  void learnsATextByHeart(String style, @TempDir Path folder) {
    var task = task(style);
    double before = task.evaluate().get("loss");
    assertEquals(Math.log(TEXT.tokenizer().size()), before, 0.5);
    assertTrue(train(task, folder, 150, 0, false).metrics().get("loss") < 0.6);
    assertTrue(TEXT.sample(task.decoder(), 40, RandomStream.of(1)).length() > 30);
  }

  @Test void aResumedRunHasTheBitsItWouldHaveHad(@TempDir Path whole, @TempDir Path parts) {
    var one = task("llama");
    train(one, whole, 12, 0, false);
    train(task("llama"), parts, 12, 5, false);
    var other = task("llama");
    train(other, parts, 12, 0, true);
    one.parameters().forEach((path, p) ->
        assertArrayEquals(p.toFloats(), other.parameters().get(path).toFloats(), path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "llama"})
  void opensWhatItSaves(String style, @TempDir Path folder) throws IOException {
    var decoder = task(style).decoder();
    HfFolder.save(decoder, SpecialTokens.NONE, folder);
    var opened = HfFolder.open(folder);
    var ids = Tensor.of(new int[] {1, 2, 3, 4}, 1, 4);
    assertEquals(decoder.config(), opened.config());
    assertArrayEquals(decoder.forward(ids).toFloats(), opened.forward(ids).toFloats());
  }

  /** Decoders of GGUF files turn neighbours, those of Hugging Face halves. */
  @Test void savesADecoderThatTurnsNeighboursAsOneThatTurnsHalves(@TempDir Path folder) throws IOException {
    var c = DecoderConfig.llama(11, 16, 32, 2, 4, 2, 48);
    var normed = new DecoderConfig.Heads(4, 2, 8, HeadNorm.SHARED, false, false);
    var biased = new DecoderConfig.Heads(4, 2, 8, HeadNorm.NONE, true, false);
    var layers = Collections.nCopies(2, new DecoderConfig.Layer(0, new Rope(100, new Rope.Scaling.None(), true),
        1 / Math.sqrt(8)));
    for (var h : List.of(c.heads(), normed, biased)) {
      var config = new DecoderConfig(11, 11, 16, 32, false, 1, c.norm(), h, c.mlp(), layers, false, 0);
      var decoder = Decoder.of(config, Init.of(2).withStd(0.5));
      var random = RandomStream.of(3);
      decoder.parameters().values().forEach(p -> p.assign(random.normal(p.shape(), 0, 0.5)));
      HfFolder.save(decoder, SpecialTokens.NONE, folder);
      var opened = HfFolder.open(folder);
      assertFalse(opened.config().layers().getFirst().rope().interleaved());
      var ids = Tensor.of(new int[] {1, 2, 3, 4, 5, 6, 7}, 1, 7);
      assertArrayEquals(decoder.forward(ids).toFloats(), opened.forward(ids).toFloats(), 1e-4f);
    }
  }

  @Test void keepsTheTokensThatBeginEndAndFillUp(@TempDir Path folder) throws IOException {
    HfFolder.save(task("llama").decoder(), new SpecialTokens(1, List.of(2, 3), -1, 0), folder);
    var json = Json.readObject(folder.resolve("config.json"));
    assertEquals("1 [2, 3] 0",
        json.get("bos_token_id") + " " + json.get("eos_token_id") + " " + json.get("pad_token_id"));
    assertEquals(0, HfFolder.open(folder).tokens().padding());
    HfFolder.save(task("gpt2").decoder(), SpecialTokens.NONE, folder);
    json = Json.readObject(folder.resolve("config.json"));
    assertTrue(json.containsKey("eos_token_id") && json.get("eos_token_id") == null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "llama"})
  void dropsOnlyWhileItTrains(String style) {
    var decoder = task(style).decoder();
    var dropping = decoder.withDropout(0.5);
    var ids = Tensor.of(new int[] {1, 2, 3, 4}, 1, 4);
    var still = decoder.forward(ids).toFloats();
    assertArrayEquals(still, dropping.forward(ids).toFloats());
    var step = RandomStream.of(1);
    var dropped = Mode.training(step, () -> dropping.forward(ids).toFloats());
    assertFalse(Arrays.equals(still, dropped));
    assertArrayEquals(dropped, Mode.training(step, () -> dropping.forward(ids).toFloats()));
    assertFalse(Arrays.equals(dropped, Mode.training(RandomStream.of(2), () -> dropping.forward(ids).toFloats())));
    assertArrayEquals(still, Mode.training(step, () -> decoder.forward(ids).toFloats()));
  }

  @Test void aConfigurationLargerThanItsFileTakesNoMemory(@TempDir Path folder) throws IOException {
    HfFolder.save(task("llama").decoder(), SpecialTokens.NONE, folder);
    var file = folder.resolve("config.json");
    Files.writeString(file, Files.readString(file)
        .replaceFirst("\"intermediate_size\" ?: ?48", "\"intermediate_size\": 2000000000"));
    var e = assertThrows(FormatException.class, () -> HfFolder.open(folder));
    assertTrue(e.getMessage().contains("belongs to another configuration"), e.getMessage());
  }

  @Test void aSampleEndsWhereTheTextEnds() {
    var decoder = task("gpt2").decoder();
    var tokens = new Samples(decoder, RandomStream.of(1)).continued(new int[] {3}, 500, 5);
    assertEquals(5, tokens[tokens.length - 1]);
  }
}
