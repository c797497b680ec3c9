package org.vitrail.vlm.probe;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.vlm.fusion.MixedDocument;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.Mode;
import org.vitrail.vlm.fusion.Sampling;
import org.vitrail.vlm.fusion.Style;

/**
 * Are documents well formed that a model draws from their first token on: every picture of its length, every mark in
 * its place? As a grammar makes them, and as the model does by itself. Tokens that are only read, such as the marks of
 * gaps, have no place in them.
 */
public final class WellFormed {
  private WellFormed() {}

  public static Findings of(MixedGenerator generator, int items) {
    var measures = new Measures("documents", "drawn", "with the grammar");
    share(measures, generator, Mode.FREE, items);
    share(measures.as("without it"), generator, Mode.LOOSE, items);
    return new Findings(measures.results(), List.of(), null);
  }

  private static void share(Measures measures, MixedGenerator generator, Mode mode, int items) {
    int begin = generator.model().vocabulary().marks().begin();
    var style = Style.of(mode).words(Sampling.at(1)).codes(Sampling.at(1)).seed(1);
    var written = generator.write(Collections.nCopies(items, new int[] {begin}), style, (row, id) -> {});
    var formed = new boolean[items];
    var proper = new boolean[items];
    for (int i = 0; i < items; i++) {
      formed[i] = isWellFormed(generator, begin, written.get(i));
      proper[i] = IntStream.of(written.get(i)).allMatch(generator.model().vocabulary()::isWritten);
    }
    measures.share("well formed", formed, Double.NaN).share("without a token that is only read", proper, Double.NaN);
  }

  /** One that the end of the context cuts off is looked at as if it ended there. */
  private static boolean isWellFormed(MixedGenerator generator, int begin, int... written) {
    var vocabulary = generator.model().vocabulary();
    int end = vocabulary.marks().end();
    boolean ended = written[written.length - 1] == end;
    var ids = IntStream.concat(IntStream.of(begin), IntStream.of(written));
    try {
      MixedDocument.parse(vocabulary, (ended ? ids : IntStream.concat(ids, IntStream.of(end))).toArray());
      return true;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
