package org.vitrail.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.WarmUp;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.HfFolder;
import org.vitrail.llm.train.LanguageTask;
import org.vitrail.llm.train.LmText;
import org.vitrail.llm.train.Lora;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.train.Interrupt;
import org.vitrail.nn.train.Outcome;
import org.vitrail.nn.train.Trainer;
import org.vitrail.tensor.RandomStream;

/** A training run of a language model, from the settings to the report. */
final class LmRun {
  private final Console console;
  private final LmOptions options;
  private final Path folder;
  private final boolean resumed;

  LmRun(Console console, LmOptions options, Path folder, boolean resumed) {
    this.console = console;
    this.options = options;
    this.folder = folder;
    this.resumed = resumed;
  }

  /** Trains, evaluates on the held-out part and writes the report; returns the figures. */
  Map<String, Object> train() {
    WarmUp.start();
    var text = text();
    var decoder = decoder(text);
    var task = new LanguageTask(decoder, text.data(), options.batch, options.evaluationBatches);
    console.say(("%s: %,d tokens to learn from, %,d held out, %,d different ones; a model of %,d parameters, "
        + "on %s").formatted(options.data.getFileName(), text.data().tokens(), text.data().heldOutTokens(),
        text.tokenizer().size(), parameters(decoder), DeviceOptions.words(Devices.current())));
    WarmUp.await();
    var outcome = train(task, text);
    return outcome.interrupted() ? Map.of("checkpoint", outcome.checkpoint().toString()) : finish(decoder, outcome);
  }

  private LmText text() {
    LmOptions.require(!options.lines || options.initFrom != null || options.tokenizer == LmOptions.Tokens.WORD,
        "--lines needs --tokenizer word, whose vocabulary has tokens that begin and end a text");
    try {
      var text = Files.readString(options.data);
      var tokenizer = options.tokenizer(text, folder.resolve("tokenizer"));
      return options.lines ? LmText.lines(tokenizer, text, options.context)
          : LmText.running(tokenizer, text, options.context);
    } catch (CharacterCodingException e) {
      throw new UserError(options.data + " is not UTF-8 text; convert it first");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private static long parameters(Decoder decoder) {
    return decoder.parameters().values().stream().mapToLong(p -> p.size()).sum();
  }

  private Outcome train(LanguageTask task, LmText text) {
    var plan = options.plan().scalesLoss(Devices.current().precision() == Precision.F16);
    var learned = task.parameters().values().stream().filter(p -> p.isTrainable()).toList();
    var optimizer = new AdamW(Group.decaying(learned, options.weightDecay, p -> p.rank() >= 2), 0.9, options.beta2, 1e-8);
    try (var shown = new Shown(task.decoder(), text); var interrupt = Interrupt.onShutdown()) {
      var trainer = new Trainer<>(task, text.data().batches(options.batch, options.seed), optimizer, plan, folder)
          .settings(options.settings()).progress(shown);
      var outcome = resumed ? trainer.resume(interrupt) : trainer.train(interrupt);
      if (outcome.interrupted()) shown.stopped("lm", outcome, folder);
      return outcome;
    }
  }

  /** As all runs show, with a sample of text after each evaluation. */
  private final class Shown extends TrainingShown {
    private final Decoder decoder;
    private final LmText text;

    Shown(Decoder decoder, LmText text) {
      super(console, options.batch, measures -> String.format(Locale.ROOT, "held-out loss %.4f", measures.get("loss")));
      this.decoder = decoder;
      this.text = text;
    }

    @Override public void evaluated(int step, SequencedMap<String, Double> measures) {
      super.evaluated(step, measures);
      if (options.sample > 0) TextSamples.write(folder, step, text.sample(decoder, options.sample,
          RandomStream.of(options.seed).at("sample." + step)));
    }
  }

  private Map<String, Object> finish(Decoder decoder, Outcome outcome) {
    var report = folder.resolve("report.html");
    var model = folder.resolve("model");
    double loss = outcome.metrics().get("loss");
    try {
      if (options.lora > 0) options.adapters().save(decoder, options.initFrom.toString(), folder.resolve("adapter"));
      HfFolder.save(options.lora > 0 ? Lora.merge(decoder) : decoder, model);
      TokenizerFiles.copy(folder.resolve("tokenizer"), model);
      new LmReport(options.data.getFileName().toString(), parameters(decoder), loss, outcome.seconds(), folder,
          options.settings()).write(report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var figures = new LinkedHashMap<String, Object>();
    figures.put("loss", loss);
    figures.put("seconds", outcome.seconds());
    figures.put("device", DeviceOptions.words(Devices.current()));
    figures.put("checkpoint", outcome.checkpoint().toString());
    figures.put("model", model.toString());
    figures.put("report", report.toString());
    return figures;
  }
}
