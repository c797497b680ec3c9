package org.vitrail.vlm.cm3;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.vlm.cm3.Instruction.Part;
import org.vitrail.vlm.cm3.Instruction.Place;
import org.vitrail.vlm.cm3.Instruction.Shown;
import org.vitrail.vlm.cm3.Instruction.Text;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.Mode;
import org.vitrail.vlm.fusion.Style;

/** Does what instructions ask for, with a model that has learned to. */
public record Follower(MixedGenerator generator, Cm3Tokens tokens) {

  /**
   * An answer to each instruction: a picture where one is asked for, else a text, or a box if it is one. The answers
   * that the instructions have are not looked at, but for their kind.
   *
   * @param style how words and codes are chosen
   */
  public List<Part> follow(List<Instruction> instructions, Style style) {
    var model = generator.model();
    var prompts = InstructionTokens.of(instructions, tokens, model.tokenizer(), model::codes).stream()
        .map(InstructionTokens::prompt).toList();
    var answers = new ArrayList<Part>(Collections.nCopies(prompts.size(), null));
    for (var mode : List.of(Mode.TEXT, Mode.PICTURE)) {
      var some = IntStream.range(0, prompts.size())
          .filter(i -> instructions.get(i).answer() instanceof Shown == (mode == Mode.PICTURE)).toArray();
      if (some.length == 0) continue;
      var written = generator.write(IntStream.of(some).mapToObj(prompts::get).toList(), style.mode(mode),
          (row, id) -> {});
      for (int i = 0; i < some.length; i++) {
        answers.set(some[i], mode == Mode.PICTURE ? picture(written.get(i)) : words(written.get(i)));
      }
    }
    return answers;
  }

  private Part picture(int... ids) {
    var codes = IntStream.of(ids).map(tokens.vocabulary()::code).filter(code -> code >= 0).toArray();
    return new Shown(generator.model().pictures(new int[][] {codes}).getFirst());
  }

  private Part words(int... ids) {
    var written = IntStream.of(ids).filter(id -> id != tokens.vocabulary().marks().end()).toArray();
    return tokens.isBox(written) ? new Place(tokens.box(written))
        : new Text(generator.model().tokenizer().decode(written));
  }
}
