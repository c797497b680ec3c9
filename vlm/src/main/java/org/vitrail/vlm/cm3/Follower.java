package org.vitrail.vlm.cm3;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.Scope;
import org.vitrail.vlm.cm3.Instruction.Part;
import org.vitrail.vlm.cm3.Instruction.Place;
import org.vitrail.vlm.cm3.Instruction.Shown;
import org.vitrail.vlm.cm3.Instruction.Text;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.Mode;
import org.vitrail.vlm.fusion.Style;

/** Does what instructions ask for, with a model that has learned to. */
public record Follower(MixedGenerator generator, Cm3Tokens tokens) {
  private static final int BATCH = 128;

  /** @throws IllegalArgumentException if the model is no CM3Leon */
  public static Follower of(MixedGenerator generator) {
    return new Follower(generator, Cm3Tokens.of(generator.model()));
  }

  /**
   * An answer to each instruction: a picture where one is asked for, else a text, or a box if it is one. The answers
   * that the instructions have are not looked at.
   *
   * @param style how words and codes are chosen
   */
  public List<Part> follow(List<Instruction> instructions, Style style) {
    var answers = new Part[instructions.size()];
    for (boolean paints : new boolean[] {false, true}) {
      var places = IntStream.range(0, answers.length)
          .filter(i -> instructions.get(i).task().paints() == paints).toArray();
      for (int from = 0; from < places.length; from += BATCH) {
        var some = IntStream.of(places).skip(from).limit(BATCH).toArray();
        var written = generator.write(prompts(IntStream.of(some).mapToObj(instructions::get).toList()),
            style.mode(paints ? Mode.PICTURE : Mode.TEXT).seed(style.seed() + from), (row, id) -> {});
        for (int i = 0; i < some.length; i++) {
          answers[some[i]] = paints ? picture(written.get(i)) : words(written.get(i));
        }
      }
    }
    return List.of(answers);
  }

  /** What the model reads of each instruction before it answers. */
  public List<int[]> prompts(List<Instruction> instructions) {
    var model = generator.model();
    var open = instructions.stream().map(Instruction::unanswered).toList();
    return Scope.call("pictures", () -> InstructionTokens.of(open, tokens, model.tokenizer(), model::codes)).stream()
        .map(InstructionTokens::prompt).toList();
  }

  private Part picture(int... ids) {
    var codes = IntStream.of(ids).map(tokens.vocabulary()::code).filter(code -> code >= 0).toArray();
    return new Shown(Scope.call("picture", () -> generator.model().pictures(new int[][] {codes})).getFirst());
  }

  private Part words(int... ids) {
    var written = IntStream.of(ids).filter(id -> id != tokens.vocabulary().marks().end()).toArray();
    return tokens.isBox(written) ? new Place(tokens.box(written))
        : new Text(generator.model().tokenizer().decode(written));
  }
}
