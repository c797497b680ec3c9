package org.vitrail.vlm.cm3;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.vit.scenes.Draws;
import org.vitrail.vlm.cm3.SpanLosses.Asked;
import org.vitrail.vlm.fusion.MixedDocument;
import org.vitrail.vlm.fusion.MixedDocument.Piece;
import org.vitrail.vlm.fusion.train.MixedExample;
import org.vitrail.vlm.fusion.train.WeighedTokens;

/**
 * What a decoder knows of held-out documents: a word before its picture and four codes before their text, as gaps and
 * from left to right; and all tokens after none and after two documents that are looked up.
 *
 * @param lookups of the held-out documents in the memory of {@code documents}
 */
public record Cm3Measures(Cm3Documents documents, List<MixedExample> heldOut, Lookups lookups) {
  private static final int CODES = 4;

  public SequencedMap<String, Double> of(Decoder decoder) {
    var infilling = new Infilling(documents.masking().vocabulary().marks().end(), documents.masking().marks());
    var losses = new SpanLosses(decoder, infilling, documents.padding());
    var measures = new LinkedHashMap<String, Double>();
    var words = asked(false);
    measures.put("words in gaps, right", losses.filled(words).right());
    measures.put("words from left to right, right", losses.read(words).right());
    var codes = asked(true);
    measures.put("codes in gaps", losses.filled(codes).loss());
    measures.put("codes from left to right", losses.read(codes).loss());
    measures.put("tokens alone", losses.known(after(0)).loss());
    if (lookups != null) measures.put("tokens after two documents", losses.known(after(Lookups.MOST)).loss());
    return measures;
  }

  /** A word of each document that begins with words, or four codes of each that begins with its picture. */
  private List<Asked> asked(boolean codes) {
    var asked = new ArrayList<Asked>();
    for (int i = 0; i < heldOut.size(); i++) {
      var r = Draws.stream("gap", i);
      var example = heldOut.get(i);
      int length = codes ? CODES : 1;
      int room = (codes ? example.codes().length : example.captions().getFirst().length) - length;
      int from = 1 + r.below(room + 1);
      asked.add(new Asked(ids(Cm3Documents.pieces(example, 0, codes)), new Span(from, from + length)));
    }
    return asked;
  }

  private int[] ids(List<Piece> pieces) {
    return new MixedDocument(pieces).ids(documents.masking().vocabulary());
  }

  /**
   * The documents after up to so many others, of which the tokens do not count; half of them with their pictures first.
   */
  private List<WeighedTokens> after(int most) {
    return IntStream.range(0, heldOut.size()).mapToObj(i -> {
      var own = Cm3Documents.pieces(heldOut.get(i), 0, i % 2 == 0);
      var pieces = new ArrayList<Piece>();
      if (most > 0) {
        for (int other : lookups.draw(i, most, Draws.stream("look up", i))) {
          pieces.addAll(Cm3Documents.pieces(documents.memory().get(other), 0, i % 2 == 0));
        }
      }
      pieces.addAll(own);
      var all = ids(pieces);
      return WeighedTokens.of(all).weigh(0, all.length - ids(own).length + 1, 0);
    }).toList();
  }
}
