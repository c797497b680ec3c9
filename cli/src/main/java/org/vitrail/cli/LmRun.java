package org.vitrail.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.WarmUp;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.HfFolder;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.train.LanguageTask;
import org.vitrail.llm.train.LmText;
import org.vitrail.llm.train.Lora;
import org.vitrail.nn.train.Outcome;
import org.vitrail.tensor.RandomStream;

/** A training run of a language model, from the settings to the report. */
final class LmRun {
  private final TrainingRun run;
  private final LmOptions options;

  LmRun(TrainingRun run, LmOptions options) {
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
    var words = words();
    var settings = run.marked(options.settings(), options.text.file(), words);
    var tokenizer = tokenizer(words);
    var text = text(words, tokenizer.tokenizer());
    var decoder = decoder(text);
    var task = new LanguageTask(decoder, text.data(), learning.batch, options.onText.evaluationBatches);
    run.console().say(("%s: %,d tokens to learn from, %,d held out, %,d different ones; a model of %,d parameters, "
        + "on %s").formatted(options.text.file(), text.data().tokens(), text.data().heldOutTokens(),
        text.tokenizer().size(), TrainingRun.parameters(decoder), DeviceOptions.words(Devices.current())));
    WarmUp.await();
    var outcome = run.train(task, text.data().batches(learning.batch, learning.seed),
        learning.optimizer(task.parameters().values(), p -> p.rank() >= 2), learning.plan(), settings,
        new Shown(decoder, text, tokenizer));
    return outcome.interrupted() ? Map.of("checkpoint", outcome.checkpoint().toString())
        : finish(decoder, text, tokenizer, outcome);
  }

  private String words() {
    try {
      return options.text.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunTokenizer tokenizer(String words) {
    try {
      return run.resumed() ? RunTokenizer.open(run.tokenizer()) : options.tokenizer(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LmText text(String words, Tokenizer tokenizer) {
    return options.lines ? LmText.lines(tokenizer, words, options.stack.context)
        : LmText.running(tokenizer, words, options.stack.context);
  }

  private Decoder decoder(LmText text) {
    try {
      var decoder = options.decoder(text.tokenizer());
      if (options.noBias) freezeBiases(decoder);
      return decoder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void freezeBiases(Decoder decoder) {
    decoder.parameters().forEach((path, parameter) -> {
      if (path.endsWith(".bias")) parameter.setTrainable(false);
    });
  }

  /** As all runs show, with a sample of text after each evaluation. */
  private final class Shown extends TrainingShown {
    private final Decoder decoder;
    private final LmText text;
    private final RunTokenizer tokenizer;

    Shown(Decoder decoder, LmText text, RunTokenizer tokenizer) {
      super(run.console(), options.learning.batch,
          measures -> String.format(Locale.ROOT, "held-out loss %.4f", measures.get("loss")));
      this.decoder = decoder;
      this.text = text;
      this.tokenizer = tokenizer;
    }

    @Override public void started(int done, int steps) {
      if (!run.resumed()) tokenizer.save(run.tokenizer());
      super.started(done, steps);
    }

    @Override public void evaluated(int step, SequencedMap<String, Double> measures) {
      super.evaluated(step, measures);
      if (options.sample > 0) TextSamples.write(run.folder(), step, text.sample(decoder, options.sample,
          RandomStream.of(options.learning.seed).at("sample." + step)));
    }
  }

  private Map<String, Object> finish(Decoder decoder, LmText text, RunTokenizer tokenizer, Outcome outcome) {
    var folder = run.folder();
    var model = folder.resolve("model");
    double loss = outcome.metrics().get("loss");
    try {
      if (options.lora > 0) options.adapters().save(decoder, options.base.name(), folder.resolve("adapter"));
      tokenizer.save(model);
      HfFolder.save(options.lora > 0 ? Lora.merge(decoder) : decoder, text.tokenizer().specials(), model);
      new LmReport(options.text.file(), TrainingRun.parameters(decoder), loss, outcome.seconds(), folder,
          options.facts(decoder.config())).write(run.report());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return run.figures(Map.of("loss", loss), outcome.seconds(), outcome.checkpoint());
  }
}
