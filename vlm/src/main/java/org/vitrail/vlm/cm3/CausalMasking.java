package org.vitrail.vlm.cm3;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.vit.scenes.Draws;
import org.vitrail.vlm.fusion.MixedVocabulary;
import org.vitrail.vlm.fusion.train.WeighedTokens;

/**
 * The objective of CM3 (Aghajanyan et al. 2022, section 2): of some documents a few spans go to the end, see
 * {@link Infilling}, and every token is foretold from those before it, but for the marks of gaps within the document,
 * which a model must not say by itself. A span stays within some words or within a picture.
 *
 * @param fraction the share of documents that get gaps
 * @param maxSpans most gaps of a document; their number is that of a Poisson distribution of mean 1, at least 1
 */
public record CausalMasking(MixedVocabulary vocabulary, Cm3Marks marks, double fraction, int maxSpans) {
  private static final int FINE = 1 << 30;
  private static final int TRIES = 20;

  /** @throws IllegalArgumentException if the fraction is no share, or there are fewer masks than {@code maxSpans} */
  public CausalMasking {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("gaps in a share of " + fraction
          + " of the documents; it lies between 0 and 1");
    }
    if (maxSpans < 1 || maxSpans > marks.masks().size()) {
      throw new IllegalArgumentException("up to " + maxSpans + " gaps in a document; choose 1 to "
          + marks.masks().size() + ", the number of masks");
    }
  }

  /** A document as it is to be learned. */
  public WeighedTokens apply(int[] ids, Draws r) {
    return apply(WeighedTokens.of(ids), 0, r);
  }

  /** The same where gaps are in the tokens from a place on only, after documents that were looked up. */
  public WeighedTokens apply(WeighedTokens document, int from, Draws r) {
    if (uniform(r) < 1 - fraction) return document;
    var spans = spans(document.ids(), from, r);
    return spans.isEmpty() ? document : new Infilling(vocabulary.marks().end(), marks).rearrange(document, spans);
  }

  /** Spans that do not overlap; fewer than drawn where there is no room. */
  List<Span> spans(int[] ids, int from, Draws r) {
    var segments = segments(ids, from);
    var spans = new ArrayList<Span>();
    if (segments.isEmpty()) return spans;
    int count = poisson(r);
    for (int tries = 0; spans.size() < count && tries < TRIES; tries++) {
      var span = draw(segments, r);
      if (spans.stream().noneMatch(span::overlaps)) spans.add(span);
    }
    return spans;
  }

  /** Two different cuts in a segment, which is drawn by its length. */
  private static Span draw(List<Span> segments, Draws r) {
    int place = r.below(segments.stream().mapToInt(Span::length).sum());
    int i = 0;
    while (place >= segments.get(i).length()) place -= segments.get(i++).length();
    var segment = segments.get(i);
    int a = r.below(segment.length() + 1);
    int b = r.below(segment.length());
    if (b >= a) b++;
    return new Span(segment.from() + Math.min(a, b), segment.from() + Math.max(a, b));
  }

  /** The words and the pictures of a document, without the marks around them. */
  private List<Span> segments(int[] ids, int from) {
    var segments = new ArrayList<Span>();
    int begin = from;
    for (int t = from; t <= ids.length; t++) {
      if (t < ids.length && !isMark(ids[t])) continue;
      if (t > begin) segments.add(new Span(begin, t));
      begin = t + 1;
    }
    return segments;
  }

  private boolean isMark(int id) {
    var around = vocabulary.marks();
    return id == around.begin() || id == around.end() || id == around.pictureBegin() || id == around.pictureEnd();
  }

  /** By the inverse of the distribution, between 1 and {@link #maxSpans}. */
  private int poisson(Draws r) {
    double u = uniform(r);
    double p = Math.exp(-1);
    int k = 0;
    for (double sum = p; u >= sum && k < maxSpans; sum += p) p /= ++k;
    return Math.max(1, k);
  }

  private static double uniform(Draws r) {
    return r.below(FINE) / (double) FINE;
  }
}
