package org.vitrail.cli.language;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.cli.train.TokenizedRun;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.WarmUp;
import org.vitrail.llm.bert.Bert;
import org.vitrail.llm.bert.HfBertFolder;
import org.vitrail.llm.train.MaskedTask;
import org.vitrail.llm.train.MaskedText;
import org.vitrail.llm.train.MaskedText.Riddle;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.train.Outcome;
import org.vitrail.tensor.RandomStream;

/** A training run of a BERT on masked words, from the settings to the report. */
final class BertRun extends TokenizedRun {
  private static final int GUESSES = 5;

  private final BertOptions options;

  BertRun(TrainingRun run, BertOptions options) {
    super(run, options.learning);
    this.options = options;
  }

  @Override protected void check() {
    options.check();
  }

  @Override protected Map<String, Object> learn() throws IOException {
    var learning = options.learning;
    var lines = options.text.read();
    var settings = run.marked(options.settings(), options.text.file(), lines);
    var tokenizer = run.resumed() ? RunTokenizer.open(run.tokenizer()) : options.tokenizer(lines);
    var text = new MaskedText(tokenizer.tokenizer(), lines, options.stack.context);
    var bert = options.bert(text);
    if (options.fill != null) text.ask(bert, options.fill, GUESSES);
    var task = new MaskedTask(bert, text.data(), learning.batch, options.onText.evaluationBatches);
    run.console().say(("%s: %,d tokens to learn from, %,d held out, %,d different ones; a BERT of %,d parameters, "
        + "on %s").formatted(options.text.file(), text.data().tokens(), text.data().heldOutTokens(),
        text.tokenizer().size(), TrainingRun.parameters(bert), DeviceOptions.words(Devices.current())));
    WarmUp.await();
    var outcome = run.train(task, text.data().batches(learning.batch, learning.seed),
        learning.optimizer(task.parameters().values(), Group.MATRICES), learning.plan(), settings,
        new Riddled(bert, text, tokenizer));
    return conclude(outcome, () -> finish(bert, text, tokenizer, outcome));
  }

  private List<Riddle> riddles(Bert bert, MaskedText text) {
    var riddles = new ArrayList<Riddle>();
    if (options.fill != null) riddles.add(text.ask(bert, options.fill, GUESSES));
    riddles.addAll(text.riddles(bert, options.riddles, GUESSES, RandomStream.of(options.learning.seed).at("riddles")));
    return riddles;
  }

  private static String sentence(Map<String, Double> measures) {
    return String.format(Locale.ROOT, "held-out loss %.4f, accuracy %.2f %%", measures.get("loss"),
        100 * measures.get("accuracy"));
  }

  /** As all runs show, with the same riddles after each evaluation. */
  private final class Riddled extends Shown {
    private final Bert bert;
    private final MaskedText text;

    Riddled(Bert bert, MaskedText text, RunTokenizer tokenizer) {
      super(tokenizer, BertRun::sentence);
      this.bert = bert;
      this.text = text;
    }

    @Override public void evaluated(int step, SequencedMap<String, Double> measures) {
      super.evaluated(step, measures);
      var riddles = riddles(bert, text);
      if (riddles.isEmpty()) return;
      TextSamples.write(run.folder(), step, riddles.stream()
          .map(riddle -> riddle.text() + " → " + riddle.guesses().getFirst().word()).collect(Collectors.joining("\n")));
    }
  }

  private void finish(Bert bert, MaskedText text, RunTokenizer tokenizer, Outcome outcome) throws IOException {
    var folder = run.folder();
    tokenizer.save(folder.resolve("model"));
    HfBertFolder.save(bert, folder.resolve("model"));
    new BertReport(options.text.file(), TrainingRun.parameters(bert), outcome, riddles(bert, text), folder,
        options.facts(bert.config())).write(run.report());
  }
}
