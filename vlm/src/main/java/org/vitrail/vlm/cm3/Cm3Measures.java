package org.vitrail.vlm.cm3;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
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
 * @param lookups of the held-out documents in the memory of {@code documents}; null for none
 * @param words which words are asked about
 */
public record Cm3Measures(Cm3Documents documents, List<MixedExample> heldOut, Lookups lookups, Words words) {
  private static final int CODES = 4;

  /**
   * Some words.
   *
   * @param name what they are called
   * @param ids their tokens; none for all tokens
   */
  public record Words(String name, Set<Integer> ids) {
    public static final Words ANY = new Words("words", Set.of());

    private boolean contain(int id) {
      return ids.isEmpty() || ids.contains(id);
    }
  }

  public SequencedMap<String, Double> of(Decoder decoder) {
    var infilling = new Infilling(documents.masking().vocabulary().marks().end(), documents.masking().marks());
    var losses = new SpanLosses(decoder, infilling, documents.padding());
    var measures = new LinkedHashMap<String, Double>();
    var gaps = askedWords();
    measures.put(words.name + " in gaps, right", losses.filled(gaps).right());
    measures.put(words.name + " from left to right, right", losses.read(gaps).right());
    var codes = askedCodes();
    measures.put("codes in gaps", losses.filled(codes).loss());
    measures.put("codes from left to right", losses.read(codes).loss());
    measures.put("tokens alone", losses.known(after(0)).loss());
    if (lookups != null) measures.put("tokens after two documents", losses.known(after(Lookups.MOST)).loss());
    return measures;
  }

  /** A word of each document that begins with words. */
  private List<Asked> askedWords() {
    var asked = new ArrayList<Asked>();
    for (int i = 0; i < heldOut.size(); i++) {
      var caption = heldOut.get(i).captions().getFirst();
      var places = IntStream.range(0, caption.length).filter(t -> words.contain(caption[t])).toArray();
      if (places.length == 0) continue;
      int from = 1 + places[Draws.stream("gap", i).below(places.length)];
      asked.add(new Asked(ids(Cm3Documents.pieces(heldOut.get(i), 0, false)), new Span(from, from + 1)));
    }
    return asked;
  }

  /** Four codes of each document that begins with its picture. */
  private List<Asked> askedCodes() {
    var asked = new ArrayList<Asked>();
    for (int i = 0; i < heldOut.size(); i++) {
      int from = 1 + Draws.stream("gap", i).below(heldOut.get(i).codes().length - CODES + 1);
      asked.add(new Asked(ids(Cm3Documents.pieces(heldOut.get(i), 0, true)), new Span(from, from + CODES)));
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
