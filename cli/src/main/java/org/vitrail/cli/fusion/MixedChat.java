package org.vitrail.cli.fusion;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.PictureText;
import org.vitrail.cli.console.UnknownText;
import org.vitrail.llm.token.TextStream;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.PictureException;
import org.vitrail.vlm.cm3.Follower;
import org.vitrail.vlm.cm3.Instruction;
import org.vitrail.vlm.cm3.Instruction.Place;
import org.vitrail.vlm.fusion.MixedDocument.Codes;
import org.vitrail.vlm.fusion.MixedDocument.Piece;
import org.vitrail.vlm.fusion.MixedDocument.Words;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.Mode;
import org.vitrail.vlm.fusion.Style;

/** Reads words and pictures from a person, and goes on in words and pictures, until there are no more. */
public final class MixedChat {
  private static final String PICTURE = "/picture ";
  private static final String TUNED = """
      words                  are painted
      /picture FILE          is described
      /picture FILE words    a question about it, or "where is the red circle", or "change the red circle to blue"
      /exit                  leave, as does the end of input (Ctrl-D)
      /help                  this
      Each turn stands for itself. Pictures that the model paints are kept in a folder.""";
  private static final String HELP = """
      words                  are gone on from, maybe with a picture
      /picture FILE [words]  shows a picture, maybe with words after it
      /exit                  leave, as does the end of input (Ctrl-D)
      /help                  this
      Each turn stands for itself. Pictures that the model paints are kept in a folder.""";

  private final Console console;
  private final BufferedReader in;
  private final boolean interactive;
  private final MixedGenerator generator;
  private final Style style;
  private final Path folder;
  private final UnknownText unknown;
  /** Null where the model goes on from what it is shown, for it has not been tuned to follow instructions. */
  private final Follower follower;
  private int painted;

  /** @param folder where the pictures go that the model paints */
  public MixedChat(Console console, BufferedReader in, boolean interactive, MixedGenerator generator, Style style,
      Path folder) {
    this.console = console;
    this.in = in;
    this.interactive = interactive;
    this.generator = generator;
    this.style = style;
    this.folder = folder;
    unknown = new UnknownText(generator.model().tokenizer());
    follower = generator.model().tasks().isEmpty() ? null : Follower.of(generator);
  }

  public void run() throws IOException {
    if (interactive) console.say("Say something, or show a picture with /picture FILE; /help shows the commands.");
    for (var line = read(); line != null && !console.out().checkError(); line = read()) {
      switch (line.strip()) {
        case "" -> { }
        case "/exit", "/quit" -> {
          return;
        }
        case "/help" -> console.say(follower == null ? HELP : TUNED);
        case String turn -> answer(turn);
      }
    }
  }

  private String read() throws IOException {
    if (interactive) {
      console.err().print("> ");
      console.err().flush();
    }
    return in.readLine();
  }

  private void answer(String turn) throws IOException {
    try {
      if (!turn.startsWith(PICTURE)) {
        write(generator.open(words(turn)), follower == null ? style : style.mode(Mode.PICTURE));
      } else {
        shown(turn.substring(PICTURE.length()).strip());
      }
    } catch (PictureException | IllegalArgumentException e) {
      console.say(e.getMessage());
    }
  }

  /** Answers to a picture, and to words after its file if there are any. */
  private void shown(String argument) throws IOException {
    int space = Files.exists(Path.of(argument)) ? -1 : argument.indexOf(' ');
    var picture = Picture.read(Path.of(space < 0 ? argument : argument.substring(0, space)));
    var text = space < 0 ? "" : argument.substring(space + 1);
    if (follower == null) {
      var pieces = new ArrayList<Piece>(List.of(new Codes(generator.model().codes(List.of(picture))[0])));
      if (!text.isEmpty()) pieces.add(words(text));
      write(generator.open(pieces.toArray(Piece[]::new)), style);
    } else {
      var asked = Instruction.about(picture, text);
      words(asked.words());
      write(follower.prompts(List.of(asked)).getFirst(), style.mode(asked.task().paints() ? Mode.PICTURE : Mode.TEXT));
    }
  }

  private void write(int[] prompt, Style how) {
    var answer = new Answer();
    generator.write(List.of(prompt), how, (row, id) -> answer.add(id));
    answer.end();
  }

  private Words words(String text) {
    unknown.notices(List.of(text)).forEach(notice -> console.say("note: " + notice));
    return new Words(generator.model().tokenizer().encode(text));
  }

  /** What the model writes in a turn, shown as it comes. */
  private final class Answer {
    private TextStream text = generator.model().tokenizer().stream();
    private final List<Integer> codes = new ArrayList<>();
    private final List<Integer> box = new ArrayList<>();

    void add(int id) {
      var vocabulary = generator.model().vocabulary();
      if (vocabulary.isWord(id) && id >= generator.model().tokenizer().size()) {
        box.add(id);
      } else if (vocabulary.isWord(id)) {
        print(text.add(id));
      } else if (vocabulary.isCode(id)) {
        codes.add(vocabulary.code(id));
        if (codes.size() == vocabulary.pictureLength()) paint();
      }
    }

    void end() {
      print(text.finish());
      var place = box.stream().mapToInt(Integer::intValue).toArray();
      if (follower != null && follower.tokens().isBox(place)) {
        print(new Place(follower.tokens().box(place)).words() + " of 64 by 64");
      }
      console.out().println();
      console.out().flush();
    }

    private void print(String piece) {
      console.out().print(piece);
      console.out().flush();
    }

    private void paint() {
      var picture = generator.model().pictures(new int[][] {codes.stream().mapToInt(Integer::intValue).toArray()});
      codes.clear();
      print(text.finish());
      text = generator.model().tokenizer().stream();
      try {
        Files.createDirectories(folder);
        var file = folder.resolve(String.format(Locale.ROOT, "%03d.png", ++painted));
        while (Files.exists(file)) file = folder.resolve(String.format(Locale.ROOT, "%03d.png", ++painted));
        Files.write(file, picture.getFirst().png());
        if (console.outTerminal() && console.colours()) print("\n" + PictureText.of(picture.getFirst()));
        print("[" + file + "] ");
      } catch (IOException e) {
        console.say(folder + ": the picture could not be written: " + e.getMessage());
      }
    }
  }
}
