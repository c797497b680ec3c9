package org.vitrail.vlm.chameleon;

import java.util.Arrays;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.fusion.MixedVocabulary;
import org.vitrail.vlm.vq.Vq;

/**
 * Chameleon as {@code ChameleonForConditionalGeneration} of transformers runs it: it reads texts in which placeholders
 * stand for the codes of pictures, and writes texts.
 *
 * @param placeholder the id that stands for one code of a picture; −1 where there is none
 */
public record Chameleon(Decoder decoder, Vq vq, MixedVocabulary vocabulary, int placeholder) implements Part {

  /** The ids of the codes of pictures (B, C, H, W), a row for each. */
  public int[][] ids(Tensor pictures) {
    return Arrays.stream(vq.encode(pictures)).map(vocabulary::ids).toArray(int[][]::new);
  }

  /**
   * Texts (B, T) I32 with the codes of pictures, {@code ids}, in the places of their placeholders, one after the other.
   *
   * @throws IllegalArgumentException in one sentence, if there are more codes than placeholders, or less
   */
  public Tensor fill(Tensor texts, int[][] ids) {
    var codes = Arrays.stream(ids).flatMapToInt(Arrays::stream).toArray();
    var filled = texts.toInts();
    long places = Arrays.stream(filled).filter(id -> id == placeholder).count();
    if (places != codes.length) {
      throw new IllegalArgumentException("the texts have " + places + " placeholders for the codes of pictures, but "
          + "the codes of the " + ids.length + " pictures are " + codes.length);
    }
    for (int i = 0, next = 0; i < filled.length; i++) if (filled[i] == placeholder) filled[i] = codes[next++];
    return Tensor.of(filled, texts.shape().sizes());
  }

  /** Scores (…, vocabulary) with those of codes at the most negative number, so that nothing but words follows. */
  public Tensor wordsOnly(Tensor scores) {
    var hidden = new int[vocabulary.size()];
    for (int id = 0; id < hidden.length; id++) hidden[id] = vocabulary.isCode(id) ? 1 : 0;
    return scores.maskedFill(Tensor.of(hidden, hidden.length), -Float.MAX_VALUE);
  }
}
