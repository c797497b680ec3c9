package org.vitrail.llm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.HfFolder;
import org.vitrail.nn.Init;
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
    var trainer = new Trainer<>(task, TEXT.data().batches(8, 7), new AdamW(Group.of(task.parameters().values(), 0.1)), plan,
        folder).progress(new Progress() {
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
    one.parameters().forEach((path, p) -> assertArrayEquals(p.toFloats(), other.parameters().get(path).toFloats(), path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "llama"})
  void opensWhatItSaves(String style, @TempDir Path folder) throws IOException {
    var decoder = task(style).decoder();
    HfFolder.save(decoder, folder);
    var opened = HfFolder.open(folder);
    var ids = Tensor.of(new int[] {1, 2, 3, 4}, 1, 4);
    assertEquals(decoder.config(), opened.config());
    assertArrayEquals(decoder.forward(ids).toFloats(), opened.forward(ids).toFloats());
  }

  @Test void aConfigurationLargerThanItsFileTakesNoMemory(@TempDir Path folder) throws IOException {
    HfFolder.save(task("llama").decoder(), folder);
    var file = folder.resolve("config.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\"intermediate_size\" ?: ?48", "\"intermediate_size\": 2000000000"));
    var e = org.junit.jupiter.api.Assertions.assertThrows(FormatException.class, () -> HfFolder.open(folder));
    assertTrue(e.getMessage().contains("belongs to another configuration"), e.getMessage());
  }

  @Test void aSampleEndsWhereTheTextEnds() {
    var decoder = task("gpt2").decoder();
    var tokens = new Samples(decoder, RandomStream.of(1)).continued(new int[] {3}, 500, 5);
    assertEquals(5, tokens[tokens.length - 1]);
  }
}
