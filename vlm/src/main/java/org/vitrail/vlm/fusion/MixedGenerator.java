package org.vitrail.vlm.fusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.vitrail.llm.engine.Engine;
import org.vitrail.tensor.Scope;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.fusion.MixedDocument.Codes;
import org.vitrail.vlm.fusion.MixedDocument.Piece;
import org.vitrail.vlm.fusion.MixedDocument.Words;

/**
 * Tells what is in a picture and paints what a text says:
 * {@snippet :
 * try (var model = MixedGenerator.open(Path.of("runs/chameleon-scenes"))) {
 *   String caption = model.caption(Picture.read(Path.of("circle.png")));
 *   List<Picture> pictures = model.imagine("a yellow circle and a blue square", 4, Style.of(Mode.PICTURE));
 * }
 * }
 * One thread writes at a time.
 */
public final class MixedGenerator implements AutoCloseable {
  /** Pictures are so many times as far from those without a text as the model says, unless told otherwise. */
  public static final double GUIDANCE = 1.5;
  /** Their codes are among the likeliest of this probability together. */
  public static final double TOP_P = 0.9;
  /** What a model that is tuned for it has learned to take for the wish for a caption. */
  private static final String DESCRIBE = "describe";

  private final MixedModel model;
  private final Engine engine;
  private final MixedWriter writer;

  public MixedGenerator(MixedModel model) {
    this.model = model;
    engine = Engine.of(model.decoder());
    writer = new MixedWriter(engine, model.vocabulary());
  }

  /**
   * The model in a folder or of a run.
   *
   * @throws org.vitrail.tensor.io.FormatException in one sentence, if there is none, or one that is damaged or not
   *     known
   */
  public static MixedGenerator open(Path path) throws IOException {
    return new MixedGenerator(MixedModel.open(path));
  }

  public MixedModel model() {
    return model;
  }

  /** What {@link Style#contrast} compares with: the beginning of a picture that no text precedes. */
  public int[] withoutText() {
    return model.vocabulary().pictureAlone();
  }

  /** How pictures are painted unless told otherwise: away from those that follow no text, see {@link Guidance}. */
  public Style painting(long seed) {
    return Style.of(Mode.PICTURE).codes(new Sampling(1, 0, TOP_P)).contrast(new Guidance(GUIDANCE), withoutText())
        .seed(seed);
  }

  /** The likeliest text to follow a picture. */
  public String caption(Picture picture) {
    return captions(List.of(picture), Style.of(Mode.TEXT)).getFirst();
  }

  /** A text for each picture. */
  public List<String> captions(List<Picture> pictures, Style style) {
    var prompts = Scope.call("pictures", () -> model.codes(pictures));
    var asked = model.tasks().contains(DESCRIBE) ? model.tokenizer().encode(DESCRIBE) : new int[0];
    var beginnings = Arrays.stream(prompts).map(codes ->
        IntStream.concat(IntStream.of(open(new Codes(codes))), IntStream.of(asked)).toArray()).toList();
    return write(beginnings, style, (row, id) -> {}).stream().map(model.tokenizer()::decode).toList();
  }

  /** {@code count} pictures of what a text says. */
  public List<Picture> imagine(String text, int count, Style style) {
    return imagine(Collections.nCopies(count, text), style, (row, codes) -> {});
  }

  /**
   * A picture for each text.
   *
   * @param forming hears of each code: the row it belongs to, and all codes of that row so far
   */
  public List<Picture> imagine(List<String> texts, Style style, BiConsumer<Integer, int[]> forming) {
    var codes = codes(texts, style, forming);
    return Scope.call("pictures", () -> model.pictures(codes));
  }

  /** As {@link #imagine(List, Style, BiConsumer)}, as codes. */
  public int[][] codes(List<String> texts, Style style, BiConsumer<Integer, int[]> forming) {
    var prompts = texts.stream().map(text -> open(new Words(model.tokenizer().encode(text)))).toList();
    var sofar = new int[texts.size()][0];
    write(prompts, style, (row, id) -> {
      int code = model.vocabulary().code(id);
      if (code < 0) return;
      sofar[row] = Arrays.copyOf(sofar[row], sofar[row].length + 1);
      sofar[row][sofar[row].length - 1] = code;
      forming.accept(row, sofar[row]);
    });
    return sofar;
  }

  /** What follows each beginning of a document. */
  public synchronized List<int[]> write(List<int[]> beginnings, Style style, MixedWriter.Listener listener) {
    return writer.write(beginnings, style, listener);
  }

  /** As {@link MixedWriter#fill}. */
  public synchronized List<int[]> fill(List<int[]> prompts, int codes, Style style) {
    return writer.fill(prompts, codes, style);
  }

  /**
   * The ids of a document that goes on after {@code pieces}, with the mark after the last where one mark is between.
   */
  public int[] open(Piece... pieces) {
    var vocabulary = model.vocabulary();
    var ids = MixedDocument.of(pieces).ids(vocabulary);
    var without = IntStream.of(ids).limit(ids.length - 1);
    return (vocabulary.breaks() && pieces.length > 0
        ? IntStream.concat(without, IntStream.of(vocabulary.marks().pictureBegin())) : without).toArray();
  }

  @Override public void close() throws IOException {
    engine.close();
  }
}
