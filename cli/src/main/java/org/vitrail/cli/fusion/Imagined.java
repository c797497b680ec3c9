package org.vitrail.cli.fusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.cli.report.Report;
import org.vitrail.cli.report.Thumbnail;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.cm3.Reranking;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.MixedModel;

/** Pictures that the Chameleon which comes with Vitrail imagines, for a report. */
public final class Imagined {
  private static final List<String> TEXTS = List.of("a large red circle", "a small yellow cross",
      "a green triangle and a blue ring", "a cyan diamond and a purple square");
  private static final int EACH = 4;

  private Imagined() {}

  /** Some pictures for each of a few texts, those first that {@code judge} finds to fit best. */
  public static Report.Section gallery(Scorer judge, long seed) throws IOException {
    var exhibits = new ArrayList<Report.Exhibit>();
    try (var generator = new MixedGenerator(MixedModel.scenes())) {
      var style = generator.painting(seed);
      for (var text : TEXTS) {
        for (var picture : new Reranking(judge).apply(text, generator.imagine(text, EACH, style))) {
          exhibits.add(new Report.Exhibit(text, text, Thumbnail.of(picture), List.of(), List.of()));
        }
      }
    }
    return new Report.Gallery("Imagined", "Pictures that no one drew: the small Chameleon that comes with Vitrail painted "
        + EACH + " for each text, and the model above put those first that fit it best.", exhibits);
  }
}
