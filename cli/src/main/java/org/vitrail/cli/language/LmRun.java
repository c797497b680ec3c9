package org.vitrail.cli.language;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.cli.train.TokenizedRun;
import org.vitrail.cli.train.TrainingRun;
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
final class LmRun extends TokenizedRun {
  private final LmOptions options;

  LmRun(TrainingRun run, LmOptions options) {
    super(run, options.learning);
    this.options = options;
  }

  @Override protected void check() {
    options.check();
  }

  @Override protected Map<String, Object> learn() throws IOException {
    var learning = options.learning;
    var words = options.text.read();
    var settings = run.marked(options.settings(), options.text.file(), words);
    var tokenizer = run.resumed() ? RunTokenizer.open(run.tokenizer()) : options.tokenizer(words);
    var text = text(words, tokenizer.tokenizer());
    var decoder = options.decoder(text.tokenizer());
    if (options.noBias) freezeBiases(decoder);
    var task = new LanguageTask(decoder, text.data(), learning.batch, options.onText.evaluationBatches);
    run.console().say(("%s: %,d tokens to learn from, %,d held out, %,d different ones; a model of %,d parameters, "
        + "on %s").formatted(options.text.file(), text.data().tokens(), text.data().heldOutTokens(),
        text.tokenizer().size(), TrainingRun.parameters(decoder), DeviceOptions.words(Devices.current())));
    WarmUp.await();
    var outcome = run.train(task, text.data().batches(learning.batch, learning.seed),
        learning.optimizer(task.parameters().values(), p -> p.rank() >= 2), learning.plan(), settings,
        new Sampled(decoder, text, tokenizer));
    return conclude(outcome, () -> finish(decoder, text, tokenizer, outcome));
  }

  private LmText text(String words, Tokenizer tokenizer) {
    return options.lines ? LmText.lines(tokenizer, words, options.stack.context)
        : LmText.running(tokenizer, words, options.stack.context);
  }

  private static void freezeBiases(Decoder decoder) {
    decoder.parameters().forEach((path, parameter) -> {
      if (path.endsWith(".bias")) parameter.setTrainable(false);
    });
  }

  /** As all runs show, with a sample of text after each evaluation. */
  private final class Sampled extends Shown {
    private final Decoder decoder;
    private final LmText text;

    Sampled(Decoder decoder, LmText text, RunTokenizer tokenizer) {
      super(tokenizer, measures -> String.format(Locale.ROOT, "held-out loss %.4f", measures.get("loss")));
      this.decoder = decoder;
      this.text = text;
    }

    @Override public void evaluated(int step, SequencedMap<String, Double> measures) {
      super.evaluated(step, measures);
      if (options.sample > 0) TextSamples.write(run.folder(), step, text.sample(decoder, options.sample,
          RandomStream.of(options.learning.seed).at("sample." + step)));
    }
  }

  private void finish(Decoder decoder, LmText text, RunTokenizer tokenizer, Outcome outcome) throws IOException {
    var folder = run.folder();
    var model = folder.resolve("model");
    if (options.lora > 0) options.adapters().save(decoder, options.base.name(), folder.resolve("adapter"));
    tokenizer.save(model);
    HfFolder.save(options.lora > 0 ? Lora.merge(decoder) : decoder, text.tokenizer().specials(), model);
    new LmReport(options.text.file(), TrainingRun.parameters(decoder), outcome.metrics().get("loss"), outcome.seconds(),
        folder, options.facts(decoder.config())).write(run.report());
  }
}
