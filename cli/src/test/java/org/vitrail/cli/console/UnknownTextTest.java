package org.vitrail.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.cli.Main;
import org.vitrail.cli.generate.ChatCommand;
import org.vitrail.cli.generate.LanguageModels;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.HfFolder;
import org.vitrail.llm.token.SpecialTokens;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.Init;

class UnknownTextTest {
  @TempDir private Path folder;

  private UnknownText of(Symbols symbols) throws IOException {
    return new UnknownText(RunTokenizer.make(symbols::save).tokenizer());
  }

  @Test void charactersThatAreLeftOutAreNamedOnce() throws IOException {
    var unknown = of(Symbols.characters("the cat"));
    assertEquals(List.of(), unknown.notices(List.of("the", "\ncat\n")));
    assertEquals(List.of("the model has no token for 'ü', 'b', '😀'; it reads the text without"),
        unknown.notices(List.of("the üb cat", "b😀")));
    assertEquals(List.of("the model has no token for 'd'; it reads the text without"),
        unknown.notices(List.of("the üd cat")));
    var digits = unknown.notices(List.of("0123456789")).getFirst();
    assertTrue(digits.contains("'7' and 2 more"), digits);
  }

  @Test void wordsThatAreUnknownAreNamedOnce() throws IOException {
    var unknown = of(Symbols.words("a cat sat on the mat"));
    assertEquals(List.of(), unknown.notices(List.of("the cat  sat\n", "")));
    assertEquals(List.of("the model has no token for 'dog', 'cat,'; it reads [UNK] instead"),
        unknown.notices(List.of("a dog sat", "the cat, the dog")));
    assertEquals(List.of(), unknown.notices(List.of("dog")));
  }

  /** A word of which some pieces are known. */
  @Test void ofAWordThatIsKnownInPartItsUnknownCharactersAreNamed() throws IOException {
    var vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ncat\n##s\n,\n!\n";
    Files.writeString(folder.resolve("vocab.txt"), vocabulary);
    var unknown = new UnknownText(Tokenizers.open(folder));
    assertEquals(List.of("the model has no token for '☃'; it reads [UNK] instead"),
        unknown.notices(List.of("cats, cats!☃")));
    assertEquals(List.of("the model has no token for 'dogs'; it reads [UNK] instead"),
        unknown.notices(List.of("dogs cats")));
  }

  @Test void aChatTellsOnce() throws IOException {
    var model = folder.resolve("model");
    HfFolder.save(Decoder.of(DecoderConfig.gpt2(12, 64, 16, 1, 2, 32), Init.of(1)), SpecialTokens.NONE, model);
    Symbols.characters("User: Asitanthe").save(model);
    var spoken = new Spoken();
    var in = new BufferedReader(new StringReader("the üser\nan ü\nan ö\n"));
    String[] args = {"chat", "--model=" + model, "--temp=0", "-n=2", "--system=Sa"};
    assertEquals(0, Main.run(spoken.console(false), args, new ChatCommand(spoken.console(false), in, false,
        (name, _) -> LanguageModels.open(ModelFiles.find(name)))), spoken.err());
    var said = spoken.err().lines().filter(line -> line.contains("no token for")).toList();
    assertEquals(List.of("the model has no token for 'S'; it reads the text without",
        "the model has no token for 'ü'; it reads the text without",
        "the model has no token for 'ö'; it reads the text without"), said);
  }
}
