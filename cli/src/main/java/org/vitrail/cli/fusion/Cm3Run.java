package org.vitrail.cli.fusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.vit.scenes.Colour;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.cm3.Cm3Documents;
import org.vitrail.vlm.cm3.Cm3Measures.Words;
import org.vitrail.vlm.cm3.Cm3Measures;
import org.vitrail.vlm.cm3.Lookups;
import org.vitrail.vlm.cm3.SetVectors;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.train.MixedData;
import org.vitrail.vlm.fusion.train.MixedExample;
import org.vitrail.vlm.fusion.train.MixedTask;
import org.vitrail.vlm.vq.Vq;

/** A training run of a CM3Leon, whose memory is what it learns from. */
final class Cm3Run extends MixedRun {
  /** Scenes of kinds that are never seen, which are asked about. */
  private static final int UNSEEN = 250;
  private static final String RIGHT = ", right";

  private final Cm3Options options;

  Cm3Run(TrainingRun run, Cm3Options options) {
    super(run, options);
    this.options = options;
  }

  @Override Lesson lesson(MixedModel model, CaptionSet set) throws IOException {
    var data = MixedData.of(model, set, HELD_OUT, pictures -> {});
    var retriever = options.retriever();
    if (retriever == null) {
      var documents = documents(model, data, data.train(), Lookups.none(data.train().size()));
      return lesson(documents, new Cm3Measures(documents, data.heldOut(), null, words(model))::of);
    }
    var known = SetVectors.of(retriever, set.train());
    var memory = known.memory();
    var heldOut = SetVectors.of(retriever, set.test().subset(0, data.heldOut().size()));
    run.console().say(String.format(Locale.ROOT, "the retriever finds a document of the same text first for %.1f %% of "
        + "those that have one", 100 * heldOut.recall(known)));
    var documents = documents(model, data, data.train(), known.in(memory));
    var measures = new Cm3Measures(documents, data.heldOut(), heldOut.in(memory), words(model));
    if (!options.documents.areScenes()) return lesson(documents, measures::of);
    var unseen = unseen(model, retriever, data, known);
    return lesson(documents, decoder -> {
      var all = measures.of(decoder);
      all.put("kinds never seen, alone", unseen.after(decoder, 0));
      all.put("kinds never seen, after two documents", unseen.after(decoder, Lookups.MOST));
      return all;
    });
  }

  private Cm3Documents documents(MixedModel model, MixedData data, List<MixedExample> memory, Lookups lookups) {
    return new Cm3Documents(data.train(), memory, lookups, options.masking(model), options.retrievedWeight,
        data.padding());
  }

  private Lesson lesson(Cm3Documents documents, MixedTask.Examination examination) {
    options.checkLength(documents.longest());
    return new Lesson(documents.batches(options.learning.batch, options.learning.seed), examination);
  }

  /**
   * Scenes of the kinds of objects that are held out, half of which are in the memory beside what the model learns
   * from: what it is told of them there is all that it can know.
   */
  private Cm3Measures unseen(MixedModel model, VisionText retriever, MixedData data, SetVectors known) {
    int side = ((Vq) model.pictures()).config().side();
    var scenes = SceneSource.PLAIN.side(side).families(List.of(Family.SINGLE)).items("heldout", 2 * UNSEEN);
    var examples = MixedData.examples(model, scenes);
    var vectors = SetVectors.of(retriever, scenes);
    var memory = known.and(vectors.subset(UNSEEN, 2 * UNSEEN)).memory();
    var remembered = new ArrayList<>(data.train());
    remembered.addAll(examples.subList(UNSEEN, 2 * UNSEEN));
    return new Cm3Measures(documents(model, data, remembered, Lookups.none(data.train().size())),
        examples.subList(0, UNSEEN), vectors.subset(0, UNSEEN).in(memory), words(model));
  }

  /** Which words are asked about: of scenes the colours, which only the picture tells. */
  private Words words(MixedModel model) {
    if (!options.documents.areScenes()) return Words.ANY;
    var colours = Arrays.stream(Colour.values()).map(colour -> model.tokenizer().encode(colour.word())).toList();
    return colours.stream().anyMatch(ids -> ids.length != 1) ? Words.ANY
        : new Words("colours", colours.stream().map(ids -> ids[0]).collect(Collectors.toSet()));
  }

  @Override String sentence(Map<String, Double> measures) {
    var looked = measures.get("tokens after two documents");
    var right = measures.entrySet().stream().filter(measure -> measure.getKey().endsWith(RIGHT))
        .map(measure -> String.format(Locale.ROOT, "%s %.1f %% right", measure.getKey().replace(RIGHT, ""),
            100 * measure.getValue())).collect(Collectors.joining(", "));
    return String.format(Locale.ROOT, "held-out %s; codes in gaps %.3f nats, %.3f from left to right; tokens %.3f%s", right,
        measures.get("codes in gaps"), measures.get("codes from left to right"), measures.get("tokens alone"),
        looked == null ? "" : String.format(Locale.ROOT, ", %.3f after two documents", looked));
  }
}
