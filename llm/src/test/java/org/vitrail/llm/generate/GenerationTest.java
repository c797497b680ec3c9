package org.vitrail.llm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.vitrail.llm.generate.sample.Softmax;

class GenerationTest {
  private static final Bytes BYTES = new Bytes();

  private static Generation on(LanguageModel model) {
    return Generation.with(model, BYTES).maxTokens(20);
  }

  private static PrefixModel hash(long seed) {
    return PrefixModel.hash(256, 64, seed, 12);
  }

  /** Says a text, whatever the prompt of {@code prompt} bytes is. */
  private static PrefixModel saying(String text, int prompt) {
    var bytes = BYTES.encode(text);
    return new PrefixModel(256, 64, (tokens, n, out) -> {
      java.util.Arrays.fill(out, 0);
      if (n >= prompt) out[n - prompt < bytes.length ? bytes[n - prompt] : 0] = 50;
    });
  }

  @Test void greedyTakesTheLikeliest() {
    var model = hash(1);
    var completion = on(model).generate("ab");
    assertEquals(20, completion.tokens().length);
    assertEquals(Finish.LENGTH, completion.finish());
    var sequence = model.begin();
    var scores = sequence.read(BYTES.encode("ab"));
    for (int token : completion.tokens()) {
      assertEquals(Softmax.max(scores), scores[token]);
      scores = sequence.read(token);
    }
    assertEquals(BYTES.decode(completion.tokens()), completion.text());
  }

  @Test void stopStringsEndTokensAndRoomEndIt() {
    var told = new ArrayList<String>();
    var stopped = on(saying("one.\n\ntwo", 1)).stop("\n\n").stream("x", told::add);
    assertEquals("one.", stopped.text());
    assertEquals("one.", String.join("", told));
    assertEquals(Finish.STOP, stopped.finish());
    assertEquals(6, stopped.tokens().length);
    var ended = on(saying("one.two", 1)).end('.', '!').generate("x");
    assertEquals(Finish.END, ended.finish());
    assertEquals(4, ended.tokens().length);
    assertEquals("one", ended.text());
    var full = on(saying("abc\0", 60)).generate("x".repeat(60));
    assertEquals(Finish.CONTEXT, full.finish());
    assertEquals("abc\0", full.text());
    assertEquals(0, on(hash(1)).maxTokens(0).generate("x").tokens().length);
    var late = on(saying("one.two", 1)).end('.').minTokens(5).suppress('t').maxTokens(6);
    assertEquals(6, late.generate("x").tokens().length);
    assertThrows(IllegalArgumentException.class, () -> on(hash(1)).generate("x".repeat(65)));
    assertThrows(IllegalArgumentException.class, () -> on(hash(1)).generate(""));
  }

  @Test void cancellationKeepsWhatIsThere() {
    var told = new ArrayList<String>();
    var cancelled = on(saying("one two", 1)).cancelWhen(() -> told.size() == 3).stream("x", told::add);
    assertEquals(Finish.CANCELLED, cancelled.finish());
    assertEquals("one", cancelled.text());
  }

  @Property(tries = 100) void aSeedGivesTheSameTextAndABatchWhatEachPromptGivesAlone(
      @ForAll @IntRange(max = 1000) int seed,
      @ForAll @Size(min = 1, max = 4) List<@Size(min = 1, max = 6) List<@IntRange(max = 255) Integer>> prompts) {
    var tokens = prompts.stream().map(p -> p.stream().mapToInt(i -> i).toArray()).toList();
    var generation = on(hash(seed)).temperature(0.7).topP(0.9).topK(40).seed(seed).repetitionPenalty(1.1).end(0, 7, 9);
    var together = generation.logProbabilities().generateAll(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      var again = generation.generateAll(tokens.subList(0, i + 1)).getLast();
      assertArrayEquals(again.tokens(), together.get(i).tokens());
    }
    var alone = generation.generate(tokens.getFirst());
    assertArrayEquals(alone.tokens(), together.getFirst().tokens());
    assertArrayEquals(alone.logProbabilities(), together.getFirst().logProbabilities());
    assertEquals(alone.finish(), together.getFirst().finish());
    var rows = Completion.padded(together, 5);
    for (int i = 0; i < rows.length; i++) {
      int length = together.get(i).tokens().length;
      for (int j = length; j < rows[i].length; j++) assertEquals(5, rows[i][j]);
    }
  }

  @Property(tries = 100) void greedyIsTopOne(@ForAll @IntRange(max = 1000) int seed) {
    var greedy = on(hash(seed)).generate("abc");
    assertArrayEquals(greedy.tokens(), on(hash(seed)).temperature(1).topK(1).seed(seed).generate("abc").tokens());
    assertArrayEquals(greedy.tokens(), on(hash(seed)).temperature(1).topP(0).seed(seed).generate("abc").tokens());
    assertArrayEquals(greedy.tokens(), on(hash(seed)).temperature(1).minP(1).seed(seed).generate("abc").tokens());
  }

  @Property(tries = 50) void logProbabilitiesAreThoseOfTeacherForcing(@ForAll @IntRange(max = 1000) int seed) {
    var model = hash(seed);
    var completion = on(model).temperature(0.8).topK(9).guidance(1.5, "x").seed(seed).logProbabilities()
        .generate("abc");
    var rows = all(model, "abc", completion);
    for (int i = 0; i < completion.tokens().length; i++) {
      var row = rows[i + 2];
      assertEquals(row[completion.tokens()[i]] - Softmax.logSum(row), completion.logProbabilities()[i], 1e-4);
    }
  }

  private static float[][] all(LanguageModel model, String prompt, Completion completion) {
    var text = new ArrayList<Integer>();
    for (int token : BYTES.encode(prompt)) text.add(token);
    for (int token : completion.tokens()) text.add(token);
    return model.begin().readAll(text.stream().mapToInt(i -> i).toArray());
  }

  @Test void guidanceMovesAwayFromTheOtherPrompt() {
    var model = hash(3);
    var guided = on(model).guidance(2, "zz").generate("ab");
    var c = model.begin().read(BYTES.encode("ab")).clone();
    var u = model.begin().read(BYTES.encode("zz")).clone();
    Softmax.toLogProbabilities(c);
    Softmax.toLogProbabilities(u);
    int best = 0;
    for (int i = 0; i < c.length; i++) if (2 * c[i] - u[i] > 2 * c[best] - u[best]) best = i;
    assertEquals(best, guided.tokens()[0]);
    var two = on(model).guidance(2, "zz").generate(List.of("cd", "ab"));
    assertArrayEquals(guided.tokens(), two.get(1).tokens());
    assertArrayEquals(on(model).generate("ab").tokens(), on(model).guidance(1, "zz").generate("ab").tokens());
  }

  @Test void aKeptPromptIsNotReadAgain() {
    var model = hash(5);
    var cache = new PromptCache();
    var first = on(model).cache(cache).generate("a long beginning, ");
    int read = model.tokensRead();
    var again = on(model).cache(cache).generate("a long beginning, ");
    assertEquals(20, model.tokensRead() - read);
    assertEquals(17, again.figures().cached());
    assertArrayEquals(first.tokens(), again.tokens());
    var next = on(model).cache(cache).generate("a long way");
    assertEquals(7, next.figures().cached());
    assertArrayEquals(on(model).generate("a long way").tokens(), next.tokens());
  }

  @Test void aTokenAllocatesNextToNothing() {
    int tokens = 20_000;
    var scores = new float[256];
    for (int i = 0; i < scores.length; i++) scores[i] = i % 50 / 10f;
    var model = new Still(scores, tokens + 10);
    var generation = Generation.with(model, BYTES).maxTokens(tokens).temperature(0.8).topK(100).topP(0.95).minP(0.01);
    generation.generate("x");
    long before = allocated();
    assertEquals(tokens, generation.generate("x").tokens().length);
    double each = (double) (allocated() - before) / tokens;
    assertTrue(each < 300, each + " bytes a token");
  }

  private static long allocated() {
    for (var name : List.of("java.management", "jdk.management")) {
      GenerationTest.class.getModule().addReads(ModuleLayer.boot().findModule(name).orElseThrow());
    }
    return Allocated.byThisThread();
  }

  /** Apart, since its module reads the JDK's management only after a while. */
  private static final class Allocated {
    static long byThisThread() {
      return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
  }

  /** Gives the same scores always, and allocates nothing. */
  private record Still(float[] scores, int context) implements LanguageModel {
    @Override public int vocabulary() {
      return scores.length;
    }

    @Override public float[][] read(List<? extends Sequence> sequences, int[][] tokens) {
      throw new UnsupportedOperationException();
    }

    @Override public Sequence begin() {
      return new Sequence() {
        private int length;

        @Override public int length() {
          return length;
        }

        @Override public int token(int i) {
          return 0;
        }

        @Override public float[] read(int... tokens) {
          length += tokens.length;
          return scores;
        }

        @Override public float[][] readAll(int... tokens) {
          throw new UnsupportedOperationException();
        }

        @Override public void truncate(int to) {
          length = to;
        }

        @Override public Sequence fork() {
          throw new UnsupportedOperationException();
        }
      };
    }
  }
}
