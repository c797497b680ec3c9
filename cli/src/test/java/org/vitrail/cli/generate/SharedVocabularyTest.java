package org.vitrail.cli.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.llm.token.BpeTrainer;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.train.Symbols;

class SharedVocabularyTest {
  private static Tokenizer characters(String text) throws IOException {
    return RunTokenizer.make(Symbols.characters(text)::save).tokenizer();
  }

  @Test void anotherVocabularyIsRefusedWithATokenThatDiffers() throws IOException {
    var refusal = assertThrows(UserError.class,
        () -> SharedVocabulary.require("big", characters("abc"), "small", characters("abde")));
    assertEquals("--draft small has another vocabulary, of 4 tokens, than --model big, of 3: token 2 is 'd', not 'c'; "
        + "a draft is a smaller model of the same family", refusal.getMessage());
  }

  @Test void aLongerOneAndOtherRolesAreNoOtherVocabulary() throws IOException {
    SharedVocabulary.require("a", characters("abc"), "b", characters("abcd"));
    var text = List.of("the cat sat on the mat");
    var plain = RunTokenizer.make(BpeTrainer.train(text, 270, List.of("<|endoftext|>"))::save).tokenizer();
    var chat = RunTokenizer.make(BpeTrainer.train(text, 270, List.of("<|endofchat|>"))::save).tokenizer();
    SharedVocabulary.require("a", plain, "b", chat);
    SharedVocabulary.require("a", new Parrot(9), "b", new Parrot(9));
  }
}
