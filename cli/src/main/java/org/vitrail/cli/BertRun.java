package org.vitrail.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
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
final class BertRun {
  private static final int GUESSES = 5;

  private final TrainingRun run;
  private final BertOptions options;

  BertRun(TrainingRun run, BertOptions options) {
    this.run = run;
    this.options = options;
  }

  /** Trains, evaluates on the held-out part and writes the report; returns the figures. */
  Map<String, Object> train() {
    options.check();
    return run.complete(options.learning.steps).orElseGet(this::toTheEnd);
  }

  private Map<String, Object> toTheEnd() {
    WarmUp.start();
    var learning = options.learning;
    var lines = lines();
    var settings = run.marked(options.settings(), options.text.file(), lines);
    var tokenizer = tokenizer(lines);
    var text = new MaskedText(tokenizer.tokenizer(), lines, options.stack.context);
    var bert = bert(text);
    if (options.fill != null) text.ask(bert, options.fill, GUESSES);
    var task = new MaskedTask(bert, text.data(), learning.batch, options.onText.evaluationBatches);
    run.console().say(("%s: %,d tokens to learn from, %,d held out, %,d different ones; a BERT of %,d parameters, "
        + "on %s").formatted(options.text.file(), text.data().tokens(), text.data().heldOutTokens(),
        text.tokenizer().size(), TrainingRun.parameters(bert), DeviceOptions.words(Devices.current())));
    WarmUp.await();
    var outcome = run.train(task, text.data().batches(learning.batch, learning.seed),
        learning.optimizer(task.parameters().values(), Group.MATRICES), learning.plan(), settings,
        new Shown(bert, text, tokenizer));
    return outcome.interrupted() ? Map.of("checkpoint", outcome.checkpoint().toString())
        : finish(bert, text, tokenizer, outcome);
  }

  private String lines() {
    try {
      return options.text.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunTokenizer tokenizer(String lines) {
    try {
      return run.resumed() ? RunTokenizer.open(run.tokenizer()) : options.tokenizer(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bert bert(MaskedText text) {
    try {
      return options.bert(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
  private final class Shown extends TrainingShown {
    private final Bert bert;
    private final MaskedText text;
    private final RunTokenizer tokenizer;

    Shown(Bert bert, MaskedText text, RunTokenizer tokenizer) {
      super(run.console(), options.learning.batch, BertRun::sentence);
      this.bert = bert;
      this.text = text;
      this.tokenizer = tokenizer;
    }

    @Override public void started(int done, int steps) {
      if (!run.resumed()) tokenizer.save(run.tokenizer());
      super.started(done, steps);
    }

    @Override public void evaluated(int step, SequencedMap<String, Double> measures) {
      super.evaluated(step, measures);
      var riddles = riddles(bert, text);
      if (riddles.isEmpty()) return;
      TextSamples.write(run.folder(), step, riddles.stream()
          .map(riddle -> riddle.text() + " → " + riddle.guesses().getFirst().word()).collect(Collectors.joining("\n")));
    }
  }

  private Map<String, Object> finish(Bert bert, MaskedText text, RunTokenizer tokenizer, Outcome outcome) {
    var folder = run.folder();
    try {
      tokenizer.save(folder.resolve("model"));
      HfBertFolder.save(bert, folder.resolve("model"));
      new BertReport(options.text.file(), TrainingRun.parameters(bert), outcome, riddles(bert, text), folder,
          options.facts(bert.config())).write(run.report());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return run.figures(outcome.metrics(), outcome.seconds(), outcome.checkpoint());
  }
}
