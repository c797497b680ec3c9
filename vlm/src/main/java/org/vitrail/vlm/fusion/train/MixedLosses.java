package org.vitrail.vlm.fusion.train;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.nn.loss.ZLoss;
import org.vitrail.tensor.Scope;

/**
 * Cross-entropies in nats a token of held-out documents: of words that follow their picture and of words that come
 * first, which know of none, and the same of codes. What the one is less than the other is what the model sees. And what
 * tells whether a training drifts off (Chameleon Team 2024, arXiv 2405.09818, section 2.3): the largest |log Z|, and
 * the root mean square of what leaves the last layer.
 */
record MixedLosses(Decoder decoder, MixedData data) {
  private static final int BATCH = 64;

  /** Sums over documents of one order. */
  private static final class Sums {
    private double words;
    private int wordCount;
    private double codes;
    private int codeCount;
    private double peak;
    private double squares;
    private long elements;

    void addWord(float loss) {
      words += loss;
      wordCount++;
    }

    void addCode(float loss) {
      codes += loss;
      codeCount++;
    }
  }

  SequencedMap<String, Double> measure() {
    var pictureFirst = sums(true);
    var wordsFirst = sums(false);
    var losses = new LinkedHashMap<String, Double>();
    losses.put("words after picture", pictureFirst.words / pictureFirst.wordCount);
    losses.put("words first", wordsFirst.words / wordsFirst.wordCount);
    losses.put("codes after words", wordsFirst.codes / wordsFirst.codeCount);
    losses.put("codes first", pictureFirst.codes / pictureFirst.codeCount);
    losses.put("largest log Z", Math.max(pictureFirst.peak, wordsFirst.peak));
    losses.put("size of the last layer", Math.sqrt((pictureFirst.squares + wordsFirst.squares) / (pictureFirst.elements
        + wordsFirst.elements)));
    return losses;
  }

  private Sums sums(boolean pictureFirst) {
    var sums = new Sums();
    for (int from = 0; from < data.heldOut().size(); from += BATCH) {
      int first = from;
      int end = Math.min(first + BATCH, data.heldOut().size());
      Scope.run("losses", () -> add(sums, data.heldOut(pictureFirst, first, end)));
    }
    return sums;
  }

  private void add(Sums sums, MixedBatch batch) {
    var residual = decoder.residual(decoder.embed(batch.ids()), null, null);
    sums.squares += residual.square().sum().item();
    sums.elements += residual.size();
    var loss = ZLoss.NONE.of(decoder.score(decoder.norm().forward(residual)), batch.targets());
    var targets = batch.targets().toInts();
    var each = loss.each().toFloats();
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] == MixedBatch.NOTHING) continue;
      if (data.vocabulary().isCode(targets[i])) sums.addCode(each[i]);
      else if (data.vocabulary().isWord(targets[i])) sums.addWord(each[i]);
    }
    sums.peak = Math.max(sums.peak, loss.peak());
  }
}
