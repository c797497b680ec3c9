package org.vitrail.llm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.llm.bert.Bert;
import org.vitrail.llm.bert.BertConfig;
import org.vitrail.llm.bert.HfBertFolder;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.nn.train.Interrupt;
import org.vitrail.nn.train.Plan;
import org.vitrail.nn.train.Trainer;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.io.FormatException;

class MaskedTextTest {
  private static final String LINES = "red is warm\nblue is cold\n".repeat(40);
  private static final MaskedText TEXT = new MaskedText(TextDataTest.tokenizer(Symbols.words(LINES)), LINES, 5);

  private static Bert bert() {
    return Bert.of(new BertConfig(TEXT.tokenizer().size(), 5, 2, 16, 1, 2, 32, Activation.GELU, 1e-12, 0,
        TEXT.padding(), false, BertConfig.Heads.WORDS), Init.of(1).withStd(0.1));
  }

  @Test void learnsWhichWordsGoTogether(@TempDir Path folder) {
    var bert = bert();
    var plan = new Plan(200, Schedule.constant(3e-3).afterWarmup(10), 1);
    new Trainer<>(new MaskedTask(bert, TEXT.data(), 8, 2), TEXT.data().batches(8, 1),
        new AdamW(Group.of(bert.parameters().values(), 0)), plan, folder).train(new Interrupt());
    var riddle = TEXT.ask(bert, "[MASK] is cold", 3);
    assertEquals("blue", riddle.guesses().getFirst().word());
    assertTrue(riddle.guesses().getFirst().probability() > 0.9, riddle.toString());
    for (var held : TEXT.riddles(bert, 20, 2, RandomStream.of(1))) {
      assertEquals(2, held.guesses().size());
      assertTrue(LINES.contains(held.text().replace("[MASK]", held.hidden())), held.toString());
      assertEquals(held.hidden(), held.guesses().getFirst().word(), held.toString());
    }
  }

  @Test void opensWhatItSaves(@TempDir Path folder) throws IOException {
    var bert = bert();
    HfBertFolder.save(bert, folder);
    assertEquals(TEXT.ask(bert, "red is [MASK]", 9), TEXT.ask(HfBertFolder.open(folder), "red is [MASK]", 9));
    var file = folder.resolve("config.json");
    Files.writeString(file, Files.readString(file)
        .replaceFirst("\"vocab_size\" ?: ?\\d+", "\"vocab_size\": 2000000000"));
    assertTrue(assertThrows(FormatException.class, () -> HfBertFolder.open(folder)).getMessage()
        .contains("belongs to another configuration"));
  }

  @Test void whatCannotBeFilledInIsRefused() {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> TEXT.ask(bert(), "red is warm", 1)).getMessage()
        .contains("has no [MASK]"));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> TEXT.ask(bert(), "[MASK] a b c", 1)).getMessage()
        .contains("6 tokens, more than the context of 5"));
    var letters = TextDataTest.tokenizer(Symbols.characters(LINES));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> new MaskedText(letters, LINES, 5)).getMessage()
        .contains("no token [PAD]"));
  }
}
