package org.vitrail.cli.fusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.nn.data.Dataset;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Colour;
import org.vitrail.vit.scenes.Draws;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.cm3.Cm3Documents;
import org.vitrail.vlm.cm3.Cm3Measures;
import org.vitrail.vlm.cm3.Cm3Measures.Words;
import org.vitrail.vlm.cm3.DocumentVectors;
import org.vitrail.vlm.cm3.Lookups;
import org.vitrail.vlm.cm3.Memory;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.Captioned;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.train.MixedData;

/** A training run of a CM3Leon, whose memory is what it learns from. */
final class Cm3Run extends MixedRun {
  private static final int BATCH = 256;
  private static final String RIGHT = ", right";

  private final Cm3Options options;

  Cm3Run(TrainingRun run, Cm3Options options) {
    super(run, options);
    this.options = options;
  }

  /** Vectors (n, d) of documents: of their pictures, of their texts, and of these with some words dropped. */
  private record Vectors(Tensor pictures, Tensor texts, Tensor queries) {

    static Vectors of(VisionText retriever, Dataset<Captioned> set) {
      var encoder = new DocumentVectors(retriever);
      var r = Draws.stream("queries", 0);
      var pictures = new ArrayList<Tensor>();
      var texts = new ArrayList<Tensor>();
      var queries = new ArrayList<Tensor>();
      for (int from = 0; from < set.size(); from += BATCH) {
        var some = IntStream.range(from, Math.min(from + BATCH, set.size())).mapToObj(set::get).toList();
        var captions = some.stream().map(example -> example.captions().getFirst()).toList();
        pictures.add(encoder.ofPictures(some.stream().map(Captioned::picture).toList()));
        texts.add(encoder.ofTexts(captions));
        queries.add(encoder.ofTexts(captions.stream().map(caption -> Memory.drop(caption, r)).toList()));
      }
      return new Vectors(cat(pictures), cat(texts), cat(queries));
    }

    private static Tensor cat(List<Tensor> parts) {
      return Shaping.cat(0, parts.toArray(Tensor[]::new));
    }

    Lookups in(Memory memory) {
      return Lookups.of(memory, pictures, texts, queries);
    }
  }

  @Override Lesson lesson(MixedModel model, CaptionSet set) throws IOException {
    var data = MixedData.of(model, set, HELD_OUT, pictures -> {});
    var retriever = options.retriever();
    var lookups = Lookups.none(data.train().size());
    Lookups heldOut = null;
    if (retriever != null) {
      var vectors = Vectors.of(retriever, set.train());
      var memory = Memory.of(DocumentVectors.ofBoth(vectors.texts, vectors.pictures));
      lookups = vectors.in(memory);
      heldOut = Vectors.of(retriever, set.test().subset(0, data.heldOut().size())).in(memory);
    }
    var documents = new Cm3Documents(data.train(), data.train(), lookups, options.masking(model), options.retrievedWeight,
        data.padding());
    options.checkLength(documents.longest());
    return new Lesson(documents.batches(options.learning.batch, options.learning.seed),
        new Cm3Measures(documents, data.heldOut(), heldOut, words(model))::of);
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
