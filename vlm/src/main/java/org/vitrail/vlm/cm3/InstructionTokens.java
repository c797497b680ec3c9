package org.vitrail.vlm.cm3;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.cm3.Instruction.Gap;
import org.vitrail.vlm.cm3.Instruction.Part;
import org.vitrail.vlm.cm3.Instruction.Place;
import org.vitrail.vlm.cm3.Instruction.Shown;
import org.vitrail.vlm.cm3.Instruction.Task;
import org.vitrail.vlm.cm3.Instruction.Text;
import org.vitrail.vlm.fusion.train.WeighedTokens;

/**
 * An instruction as a document {@code [BOS] prompt answer [EOS]} with a [BREAK] before and after each picture, and with
 * [INFILL] [MASK:0] before the answer that fills a gap. Only the answer and the end are learned.
 *
 * @param answer where the answer begins
 */
public record InstructionTokens(WeighedTokens tokens, int answer) {

  /** The instructions as tokens; {@code codes} turns all their pictures into codes, in one call. */
  public static List<InstructionTokens> of(List<Instruction> instructions, Cm3Tokens tokens, Tokenizer words,
      Function<List<Picture>, int[][]> codes) {
    var pictures = instructions.stream()
        .flatMap(instruction -> Stream.concat(instruction.prompt().stream(), Stream.ofNullable(instruction.answer())))
        .filter(Shown.class::isInstance).map(part -> ((Shown) part).picture()).toList();
    var encoded = List.of(pictures.isEmpty() ? new int[0][] : codes.apply(pictures)).iterator();
    return instructions.stream().map(instruction -> new Assembly(tokens, words, encoded).of(instruction)).toList();
  }

  /** One document that grows part by part. */
  private static final class Assembly {
    private final Cm3Tokens tokens;
    private final Tokenizer words;
    private final Iterator<int[]> pictures;
    private final WeighedTokens.Builder all = new WeighedTokens.Builder();
    private boolean afterPicture;
    private int size;

    Assembly(Cm3Tokens tokens, Tokenizer words, Iterator<int[]> pictures) {
      this.tokens = tokens;
      this.words = words;
      this.pictures = pictures;
    }

    InstructionTokens of(Instruction instruction) {
      var marks = tokens.vocabulary().marks();
      add(0, marks.begin());
      for (var part : instruction.prompt()) {
        breakBefore(part instanceof Shown);
        add(0, ids(part));
      }
      if (instruction.task() == Task.FILL) add(0, tokens.marks().infill(), tokens.marks().mask(0));
      else breakBefore(instruction.task().paints());
      int answer = size;
      if (instruction.answer() != null) {
        add(1, ids(instruction.answer()));
        add(1, marks.end());
      }
      return new InstructionTokens(all.build(), answer);
    }

    private void breakBefore(boolean picture) {
      if (afterPicture || picture && size > 1) add(0, tokens.vocabulary().marks().pictureBegin());
      afterPicture = picture;
    }

    private int[] ids(Part part) {
      return switch (part) {
        case Text text -> words.encode(text.words());
        case Shown _ -> tokens.vocabulary().ids(pictures.next());
        case Place place -> tokens.ids(place.box());
        case Gap _ -> new int[] {tokens.marks().mask(0)};
      };
    }

    private void add(float weight, int... ids) {
      for (int id : ids) all.add(id, weight);
      size += ids.length;
    }
  }

  /** The same with an answer that counts 1 as a whole, however long it is. */
  public InstructionTokens even() {
    int length = tokens.ids().length;
    return new InstructionTokens(tokens.weigh(answer, length, 1.0 / (length - answer)), answer);
  }

  /** What a model reads before it answers. */
  public int[] prompt() {
    return Arrays.copyOf(tokens.ids(), answer);
  }
}
