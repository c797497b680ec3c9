package org.vitrail.llm.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.llm.token.TrainedBpe.Merge;

class BpeTrainerTest {

  @Provide Arbitrary<List<String>> texts() {
    var words = Arbitraries.of("low", "lower", "lowest", "new", "newer", "aaaa", "aaab", "abab", " ", "  ", "\n", "é",
        "한국", "😀", "12");
    return words.list().ofMinSize(1).ofMaxSize(40).map(list -> String.join("", list)).list().ofMinSize(1).ofMaxSize(3);
  }

  /** The loop of the definition: all pairs are counted anew for each merge. */
  private static List<Merge> naive(List<String> texts, int most) {
    var counts = new HashMap<List<String>, Long>();
    for (var text : texts) {
      Splitter.isolating(Patterns.regex(Patterns.GPT2)).split(text, true,
          word -> counts.merge(List.of(ByteAlphabet.write(word.getBytes(StandardCharsets.UTF_8)).split("")), 1L,
              Long::sum));
    }
    Map<List<String>, Long> words = counts;
    var merges = new ArrayList<Merge>();
    while (merges.size() < most) {
      var pairs = new HashMap<Merge, Long>();
      words.forEach((word, count) -> {
        for (int i = 0; i + 1 < word.size(); i++) pairs.merge(new Merge(word.get(i), word.get(i + 1)), count,
            Long::sum);
      });
      var best = pairs.entrySet().stream().min(Map.Entry.<Merge, Long>comparingByValue().reversed()
          .thenComparing(e -> e.getKey().left()).thenComparing(e -> e.getKey().right()));
      if (best.isEmpty() || best.get().getValue() < 2) break;
      var merge = best.get().getKey();
      merges.add(merge);
      var next = new LinkedHashMap<List<String>, Long>();
      words.forEach((word, count) -> next.merge(merged(word, merge), count, Long::sum));
      words = next;
    }
    return merges;
  }

  private static List<String> merged(List<String> word, Merge merge) {
    var result = new ArrayList<String>();
    for (int i = 0; i < word.size(); i++) {
      boolean found = word.get(i).equals(merge.left()) && i + 1 < word.size() && word.get(i + 1).equals(merge.right());
      result.add(found ? merge.left() + merge.right() : word.get(i));
      if (found) i++;
    }
    return result;
  }

  @Property(tries = 300) void learnsWhatTheDefinitionSays(@ForAll("texts") List<String> texts) {
    var learned = BpeTrainer.train(texts, 256 + 25, List.of());
    assertEquals(naive(texts, 25), learned.merges());
    assertEquals(learned, BpeTrainer.train(texts.reversed(), 256 + 25, List.of()));
  }

  @Test void breaksTiesByTheSymbols() {
    assertEquals(List.of(new Merge("a", "b"), new Merge("c", "d"), new Merge("Ġ", "ab"), new Merge("Ġ", "cd")),
        BpeTrainer.train(List.of(" cd ab cd ab"), 300, List.of()).merges());
  }

  @Test void savesWhatOpensAgain(@TempDir Path folder) throws IOException {
    var text = "the cat sat on the mat, the cat! 한국어 한국어\n".repeat(3);
    var learned = BpeTrainer.train(List.of(text), 290, List.of("<|endoftext|>"));
    learned.save(folder);
    int size = learned.tokens().size();
    var json = Tokenizers.open(folder);
    var files = Tokenizers.open(folder.resolve("vocab.json"));
    assertEquals(size, json.size());
    assertEquals(List.of(size - 1), json.specials().eos());
    for (var tokenizer : List.of(json, files)) {
      var ids = tokenizer.encodeWithSpecials(text + "<|endoftext|>" + text);
      assertEquals(text + text, tokenizer.decode(ids));
      assertArrayEquals(json.encodeWithSpecials(text + "<|endoftext|>" + text), ids);
    }
    assertEquals("#version: 0.2", Files.readAllLines(folder.resolve("merges.txt")).getFirst());
  }

  @Test void needsRoomForBytes() {
    assertThrows(IllegalArgumentException.class, () -> BpeTrainer.train(List.of("a"), 256, List.of("<s>")));
    assertEquals(0, BpeTrainer.train(List.of("abc"), 500, List.of()).merges().size());
  }
}
