package org.vitrail.vlm.cm3;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.vlm.fusion.train.WeighedTokens;

/**
 * Documents with gaps (Aghajanyan et al. 2022, section 2): a mark stands for each span that is taken out, and the spans
 * come after the rest, so that a model that reads from left to right knows both sides of a gap when it fills it.
 *
 * <pre>
 * [BOS] a red circle [BREAK] c₁ … c₁₆ [EOS]
 * [BOS] a [MASK:0] circle [BREAK] c₁ … c₁₆ [INFILL] [MASK:0] red [EOS]
 * </pre>
 *
 * @param end [EOS], the last id of a document
 */
public record Infilling(int end, Cm3Marks marks) {

  /**
   * The document with its spans at its end; the i-th span in the order of places becomes the gap [MASK:i]. Tokens keep
   * their weights. The marks that are put in count 0 in the places of spans, for a model must not say them by itself,
   * and 1 after [INFILL].
   *
   * @param document up to [EOS]
   * @throws IllegalArgumentException if spans overlap, reach beyond the document or its [EOS], or are more than the
   *     masks
   */
  public WeighedTokens rearrange(WeighedTokens document, List<Span> spans) {
    var sorted = sorted(document, spans);
    var all = body(document, sorted).add(marks.infill(), 1);
    for (int i = 0; i < sorted.size(); i++) {
      all.add(marks.mask(i), 1).add(document, sorted.get(i).from(), sorted.get(i).to());
    }
    int last = document.ids().length - 1;
    return all.add(document, last, last + 1).build();
  }

  /**
   * What a model reads before it fills the gaps, up to the mark of the first. With what it then says, [EOS] included,
   * this is a document that {@link #restore} puts together.
   */
  public int[] prompt(int[] ids, List<Span> spans) {
    var document = WeighedTokens.of(ids);
    return body(document, sorted(document, spans)).add(marks.infill(), 1).add(marks.mask(0), 1).build().ids();
  }

  /**
   * The document that a rearranged one was, or becomes by what a model filled in; one without [INFILL] as it is. What
   * is after [EOS] is left out.
   *
   * @throws IllegalArgumentException if a gap is not filled, or filled twice
   */
  public int[] restore(int... ids) {
    int infill = indexOf(marks.infill(), 0, ids);
    if (infill == ids.length) return ids.clone();
    int stop = indexOf(end, infill, ids);
    var filling = new int[marks.masks().size()][];
    for (int t = infill + 1; t < stop; ) {
      int gap = marks.masks().indexOf(ids[t]);
      if (gap < 0 || filling[gap] != null) {
        throw new IllegalArgumentException("token " + t + ", id " + ids[t]
            + ", is not the mark of a gap still to be filled");
      }
      int from = t + 1;
      for (t = from; t < stop && !marks.isMask(ids[t]); ) t++;
      filling[gap] = Arrays.copyOfRange(ids, from, t);
    }
    return filled(Arrays.copyOf(ids, infill), filling);
  }

  private int[] filled(int[] body, int[][] filling) {
    var all = IntStream.builder();
    for (int id : body) {
      int gap = marks.masks().indexOf(id);
      if (gap < 0) {
        all.add(id);
      } else if (filling[gap] == null) {
        throw new IllegalArgumentException("the gap [MASK:" + gap + "] is not filled");
      } else {
        Arrays.stream(filling[gap]).forEach(all::add);
      }
    }
    return all.add(end).build().toArray();
  }

  /** The document without [EOS], a mark in the place of each span. */
  private WeighedTokens.Builder body(WeighedTokens document, List<Span> sorted) {
    var body = new WeighedTokens.Builder();
    int at = 0;
    for (int i = 0; i < sorted.size(); i++) {
      body.add(document, at, sorted.get(i).from()).add(marks.mask(i), 0);
      at = sorted.get(i).to();
    }
    return body.add(document, at, document.ids().length - 1);
  }

  private List<Span> sorted(WeighedTokens document, List<Span> spans) {
    int length = document.ids().length;
    var sorted = spans.stream().sorted(Comparator.comparingInt(Span::from)).toList();
    boolean fit = !sorted.isEmpty() && sorted.size() <= marks.masks().size() && sorted.getLast().to() < length
        && IntStream.range(1, sorted.size()).noneMatch(i -> sorted.get(i).overlaps(sorted.get(i - 1)));
    if (!fit) {
      throw new IllegalArgumentException(spans + " of a document of " + length + " tokens; give 1 to "
          + marks.masks().size() + " spans before its last token that do not overlap");
    }
    return sorted;
  }

  /** Where an id first is from a place on; the length if it is not. */
  private static int indexOf(int id, int from, int[] ids) {
    int t = from;
    while (t < ids.length && ids[t] != id) t++;
    return t;
  }
}
