package org.vitrail.llm.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.engine.LoadedModel;
import org.vitrail.llm.generate.BeamSearch;
import org.vitrail.llm.generate.Generation;
import org.vitrail.llm.generate.LanguageModel;
import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.MinimumLength;
import org.vitrail.llm.generate.sample.NoRepeatNgrams;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.RepetitionPenalty;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.nn.parity.Checks;
import org.vitrail.nn.parity.Parity;
import org.vitrail.nn.parity.SetCase;
import org.vitrail.nn.parity.Tolerance;
import org.vitrail.tensor.Tensor;

/**
 * Cases of transformers' {@code generate}: greedy and beam search from prompts with and without padding on the left.
 */
public final class GenerateCases implements SetCase {
  private static final Set<String> OPTIONS = Set.of("max_new_tokens", "min_new_tokens", "repetition_penalty",
      "no_repeat_ngram_size", "num_beams", "num_return_sequences", "length_penalty", "early_stopping");

  @Override public String name() {
    return "generate";
  }

  @Override public boolean knows(String name, Map<String, Object> caseJson) {
    return caseJson.get("generate") instanceof Map<?, ?>;
  }

  @Override public void run(Path directory, Map<String, Object> caseJson, Checks checks) throws IOException {
    var files = ModelFiles.find(directory.toString());
    try (var model = LoadedModel.engine(files, files.open())) {
      run(model, directory, caseJson, checks);
    }
  }

  private static void run(LanguageModel model, Path directory, Map<String, Object> caseJson, Checks checks)
      throws IOException {
    var io = Parity.tensors(directory.resolve("io.safetensors"));
    for (var run : ((Map<?, ?>) caseJson.get("generate")).entrySet()) {
      if (!(run.getValue() instanceof Map<?, ?> options)) continue;
      var name = (String) run.getKey();
      var unknown = options.keySet().stream().filter(option -> !OPTIONS.contains(option)).toList();
      if (unknown.isEmpty()) new Run(model, io, caseJson, name, options, checks).compare();
      else checks.unsupported(name, "there is no option " + unknown.getFirst());
    }
  }

  /** One call of {@code generate}. */
  private record Run(LanguageModel model, Map<String, Tensor> io, Map<String, Object> caseJson, String name,
      Map<?, ?> options, Checks checks) {

    void compare() {
      if (options.containsKey("num_beams")) compareBeams();
      else compareGreedy();
    }

    private void compareGreedy() {
      int pad = integer(caseJson, "pad_token_id");
      var rows = new ArrayList<List<float[]>>();
      var texts = Generation.with(model, NoText.INSTANCE).end(end()).maxTokens(integer("max_new_tokens", 20))
          .processor(() -> {
            var row = new ArrayList<float[]>();
            rows.add(row);
            return Processor.chain(List.of(processor(rows.size() - 1), (history, scores) -> row.add(scores.clone())));
          }).generateAll(prompts());
      sequences(texts.stream().map(text -> text.tokens()).toList(), 1, pad);
      var expected = io.get("out." + name + ".scores");
      for (int i = 0; i < rows.size(); i++) {
        var scores = rows.get(i).toArray(float[][]::new);
        checks.output(name + ".scores of row " + i, table(scores),
            expected.select(1, i).slice(0, 0, scores.length), Tolerance.of(tolerance().get("scores")));
      }
    }

    private static Tensor table(float[][] rows) {
      var all = new float[rows.length * rows[0].length];
      for (int i = 0; i < rows.length; i++) System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
      return Tensor.of(all, rows.length, rows[0].length);
    }

    /** After beams a padding token 0 counts as none in the reference, which then fills up with the end token. */
    private void compareBeams() {
      var stopping = switch (options.get("early_stopping")) {
        case Boolean early when early -> BeamSearch.Stopping.EARLY;
        case String never -> BeamSearch.Stopping.NEVER;
        case null, default -> BeamSearch.Stopping.HEURISTIC;
      };
      var search = new BeamSearch(integer("num_beams", 1), number("length_penalty", 1), stopping);
      var ends = new BitSet();
      ends.set(end());
      var next = IntStream.iterate(0, i -> i + 1).iterator();
      var found = search.search(model, prompts().stream().map(History::of).toList(), () -> processor(next.next()),
          new BeamSearch.Limits(integer("max_new_tokens", 20), ends), () -> false);
      int kept = integer("num_return_sequences", 1);
      var best = found.stream().flatMap(texts -> texts.stream().limit(kept)).toList();
      int pad = integer(caseJson, "pad_token_id");
      sequences(best.stream().map(BeamSearch.Hypothesis::tokens).toList(), kept, pad == 0 ? end() : pad);
      var scores = best.stream().mapToDouble(BeamSearch.Hypothesis::score).toArray();
      checks.output(name + ".sequences_scores", Tensor.of(scores, scores.length),
          io.get("out." + name + ".sequences_scores"), Tolerance.of(tolerance().get("scores")));
    }

    /**
     * Compares the texts of prompts, {@code each} of a prompt, as the reference lays them out: padded on both sides.
     */
    private void sequences(List<int[]> texts, int each, int pad) {
      int prompt = ids()[0].length;
      int width = prompt + texts.stream().mapToInt(text -> text.length).max().orElse(0);
      var all = new int[texts.size() * width];
      Arrays.fill(all, pad);
      for (int i = 0; i < texts.size(); i++) {
        System.arraycopy(ids()[i / each], 0, all, i * width, prompt);
        System.arraycopy(texts.get(i), 0, all, i * width + prompt, texts.get(i).length);
      }
      checks.output(name + ".sequences", Tensor.of(all, texts.size(), width), io.get("out." + name + ".sequences"),
          Tolerance.EXACT);
    }

    private int[][] ids() {
      return rows(io.get("in." + prefix() + ".input_ids"));
    }

    private int pads(int row) {
      return (int) IntStream.of(rows(io.get("in." + prefix() + ".attention_mask"))[row]).filter(m -> m == 0).count();
    }

    private String prefix() {
      return name.substring(0, name.indexOf('.'));
    }

    private static int[][] rows(Tensor table) {
      return IntStream.range(0, table.dim(0)).mapToObj(i -> table.select(0, i).toInts()).toArray(int[][]::new);
    }

    private List<int[]> prompts() {
      var ids = ids();
      return IntStream.range(0, ids.length).mapToObj(i -> Arrays.copyOfRange(ids[i], pads(i), ids[i].length))
          .toList();
    }

    /** The processors of a row. The reference's see the padding, too. */
    private Processor processor(int row) {
      var all = new ArrayList<Processor>();
      if (options.containsKey("repetition_penalty")) all.add(new RepetitionPenalty(number("repetition_penalty", 1)));
      if (options.containsKey("no_repeat_ngram_size")) all.add(new NoRepeatNgrams(integer("no_repeat_ngram_size", 0)));
      all.add(new MinimumLength(integer("min_new_tokens", 0), end()));
      var inner = Processor.chain(all);
      return (history, scores) -> {
        var padded = History.of(ids()[row]);
        for (int token : history.chosenTokens()) padded.add(token);
        inner.process(padded, scores);
      };
    }

    private int end() {
      return integer(caseJson, "eos_token_id");
    }

    private int integer(String option, int otherwise) {
      return (int) number(option, otherwise);
    }

    private double number(String option, double otherwise) {
      return options.get(option) instanceof Number n ? n.doubleValue() : otherwise;
    }

    private static int integer(Map<String, Object> json, String key) {
      if (json.get(key) instanceof Number n) return n.intValue();
      throw new IllegalArgumentException("case.json: " + key + " is missing");
    }

    private Map<?, ?> tolerance() {
      return (Map<?, ?>) caseJson.get("tolerance");
    }
  }

  /** The cases have no vocabulary. */
  private enum NoText implements Tokenizer {
    INSTANCE;

    @Override public int size() {
      return 0;
    }

    @Override public int[] encode(String text) {
      return new int[0];
    }

    @Override public String decode(int... ids) {
      return "";
    }

    @Override public byte[] bytes(int id) {
      return new byte[0];
    }
  }
}
