package org.vitrail.vlm.fusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.TokenizerFiles;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.Scope;
import org.vitrail.vit.classify.Pixels;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.Processor;

/**
 * A decoder that reads and writes words and pictures, with what turns both into tokens.
 *
 * @param processor makes of a picture what {@code pictures} sees
 * @param files of the tokenizer, written beside a model that is saved
 * @param tasks what it has been tuned to do when told, by the names of {@link org.vitrail.vlm.cm3.Instruction.Task};
 *     empty for a model that goes on with documents and knows no instructions
 */
public record MixedModel(Decoder decoder, PictureTokenizer pictures, MixedVocabulary vocabulary, Tokenizer tokenizer,
    TokenizerFiles files, Processor processor, Set<String> tasks) {

  private static final byte GREY = (byte) 128;

  public MixedModel {
    tasks = Collections.unmodifiableSet(new LinkedHashSet<>(tasks));
  }

  /** A model that knows no instructions. */
  public MixedModel(Decoder decoder, PictureTokenizer pictures, MixedVocabulary vocabulary, Tokenizer tokenizer,
      TokenizerFiles files, Processor processor) {
    this(decoder, pictures, vocabulary, tokenizer, files, processor, Set.of());
  }

  /** The same model, to be tuned for some tasks. */
  public MixedModel tunedFor(Set<String> some) {
    return new MixedModel(decoder, pictures, vocabulary, tokenizer, files, processor, some);
  }

  /**
   * The model in a folder; of a training run the finished model, or else its newest checkpoint.
   *
   * @throws org.vitrail.tensor.io.FormatException in one sentence, if there is none, or one that is damaged or not known
   */
  public static MixedModel open(Path path) throws IOException {
    return MixedFolders.open(path);
  }

  /** The small Chameleon that comes with Vitrail: it knows generated scenes, in pictures of 32 pixels. */
  public static MixedModel scenes() throws IOException {
    return SceneChameleon.open();
  }

  /** Whether there is a model of words and pictures at {@code path}. */
  public static boolean isIn(Path path) throws IOException {
    return MixedFolders.find(path).isPresent();
  }

  /**
   * Writes a folder that {@link #open} reads.
   *
   * @throws IllegalArgumentException if no layout has a place for what the model has
   */
  public void save(Path folder) throws IOException {
    MixedFolders.of(this).save(this, folder);
  }

  /** The parameters under the names that {@link #save} gives them. */
  public WeightMap weights() {
    return MixedFolders.of(this).weights(this);
  }

  /** The codes of pictures. */
  public int[][] codes(List<Picture> some) {
    return pictures.encode(processor.apply(some).get("pixel_values").tensor());
  }

  /** The pictures that codes stand for. */
  public List<Picture> pictures(int[][] codes) {
    return Pixels.pictures(pictures.decode(codes));
  }

  /** What the first codes of a picture show, as long as the others are not there: grey in their places. */
  public Picture forming(int... first) {
    var all = Arrays.copyOf(first, pictures.length());
    var whole = Scope.call("forming", () -> pictures(new int[][] {all})).getFirst();
    var pixels = whole.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i / whole.channels();
      int row = pixel / whole.width() * pictures.rows() / whole.height();
      int column = pixel % whole.width() * pictures.columns() / whole.width();
      if (row * pictures.columns() + column >= first.length) pixels[i] = GREY;
    }
    return new Picture(whole.width(), whole.height(), whole.channels(), pixels);
  }
}
