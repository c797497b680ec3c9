package org.vitrail.llm.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.vitrail.llm.token.TrainedBpe.Merge;

/**
 * Learns a byte-level BPE (Sennrich et al. 2016; Radford et al. 2019). Again and again the most frequent pair of
 * neighbours in the words of the texts becomes a symbol; of equally frequent ones the lexicographically smallest by its
 * symbols, so that the same texts give the same merges. Ends where no pair occurs twice.
 */
public final class BpeTrainer {
  private static final int LEAST = 2;

  /** A word as symbols, and how often it occurs. */
  private record Word(int[] symbols, long count) {}

  private record Candidate(long count, int left, int right) {}

  private final List<String> symbols = new ArrayList<>();
  private final List<Word> words = new ArrayList<>();
  private final Map<Long, Long> counts = new HashMap<>();
  private final Map<Long, Set<Integer>> where = new HashMap<>();
  private final PriorityQueue<Candidate> candidates = new PriorityQueue<>(
      Comparator.comparingLong(Candidate::count).reversed()
          .thenComparing((Candidate c) -> symbols.get(c.left)).thenComparing(c -> symbols.get(c.right)));

  private BpeTrainer() {}

  /**
   * Learns from {@code texts}, cut into words by {@link Patterns#GPT2}.
   *
   * @param vocabulary most tokens, bytes and special ones included; at least 256 and the special ones
   * @param specials get the last ids
   */
  public static TrainedBpe train(Iterable<String> texts, int vocabulary, List<String> specials) {
    if (vocabulary < 256 + specials.size()) {
      throw new IllegalArgumentException("a vocabulary of " + vocabulary + " tokens has no room for 256 bytes and "
          + specials.size() + " special tokens");
    }
    var trainer = new BpeTrainer();
    for (int b = 0; b < 256; b++) trainer.symbols.add(String.valueOf(ByteAlphabet.character(b)));
    trainer.count(texts);
    return new TrainedBpe(trainer.merges(vocabulary - 256 - specials.size()), specials);
  }

  private void count(Iterable<String> texts) {
    var frequencies = new HashMap<String, Long>();
    var splitter = Splitter.isolating(Patterns.regex(Patterns.GPT2));
    for (var text : texts) splitter.split(text, true, word -> frequencies.merge(word, 1L, Long::sum));
    frequencies.forEach((word, count) -> {
      var bytes = word.getBytes(StandardCharsets.UTF_8);
      var ids = new int[bytes.length];
      for (int i = 0; i < ids.length; i++) ids[i] = bytes[i] & 0xFF;
      words.add(new Word(ids, count));
      add(words.size() - 1, 1, new HashSet<>());
    });
    counts.forEach((pair, count) -> offer(pair));
  }

  private List<Merge> merges(int most) {
    var merges = new ArrayList<Merge>();
    while (merges.size() < most && !candidates.isEmpty()) {
      var best = candidates.poll();
      long pair = pair(best.left, best.right);
      long count = counts.getOrDefault(pair, 0L);
      if (count < LEAST) continue;
      if (count != best.count) {
        offer(pair);
        continue;
      }
      merges.add(new Merge(symbols.get(best.left), symbols.get(best.right)));
      symbols.add(symbols.get(best.left) + symbols.get(best.right));
      merge(best.left, best.right, symbols.size() - 1);
    }
    return merges;
  }

  /** Puts one symbol in the place of a pair, in all words that have it. */
  private void merge(int left, int right, int merged) {
    var grown = new HashSet<Long>();
    for (int index : where.remove(pair(left, right))) {
      add(index, -1, new HashSet<>());
      var word = words.get(index);
      words.set(index, new Word(merged(word.symbols, left, right, merged), word.count));
      add(index, 1, grown);
    }
    counts.remove(pair(left, right));
    grown.forEach(this::offer);
  }

  /** Adds the pairs of a word to the counts, {@code sign} times, and those with a new symbol to {@code touched}. */
  private void add(int index, int sign, Set<Long> touched) {
    var word = words.get(index);
    for (int i = 0; i + 1 < word.symbols.length; i++) {
      long pair = pair(word.symbols[i], word.symbols[i + 1]);
      counts.merge(pair, sign * word.count, Long::sum);
      touched.add(pair);
      if (sign > 0) where.computeIfAbsent(pair, _ -> new HashSet<>()).add(index);
    }
  }

  private void offer(long pair) {
    long count = counts.getOrDefault(pair, 0L);
    if (count >= LEAST) candidates.add(new Candidate(count, (int) (pair >>> 32), (int) pair));
  }

  private static int[] merged(int[] symbols, int left, int right, int merged) {
    var result = new int[symbols.length];
    int size = 0;
    for (int i = 0; i < symbols.length; i++) {
      boolean found = symbols[i] == left && i + 1 < symbols.length && symbols[i + 1] == right;
      result[size++] = found ? merged : symbols[i];
      if (found) i++;
    }
    return java.util.Arrays.copyOf(result, size);
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }
}
