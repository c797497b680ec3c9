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
import org.vitrail.vlm.fusion.MixedDocument.Codes;
import org.vitrail.vlm.fusion.MixedDocument.Piece;
import org.vitrail.vlm.fusion.MixedDocument.Words;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.Style;

/** Reads words and pictures from a person, and goes on in words and pictures, until there are no more. */
public final class MixedChat {
  private static final String PICTURE = "/picture ";
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
  }

  public void run() throws IOException {
    if (interactive) console.say("Say something, or show a picture with /picture FILE; /help shows the commands.");
    for (var line = read(); line != null && !console.out().checkError(); line = read()) {
      switch (line.strip()) {
        case "" -> { }
        case "/exit", "/quit" -> {
          return;
        }
        case "/help" -> console.say(HELP);
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
      var begun = turn.startsWith(PICTURE) ? shown(turn.substring(PICTURE.length()).strip()) : List.of(words(turn));
      var answer = new Answer();
      generator.write(List.of(generator.open(begun.toArray(Piece[]::new))), style, (row, id) -> answer.add(id));
      answer.end();
    } catch (PictureException | IllegalArgumentException e) {
      console.say(e.getMessage());
    }
  }

  /** A picture, and words after its file if there are any. */
  private List<Piece> shown(String argument) {
    int space = Files.exists(Path.of(argument)) ? -1 : argument.indexOf(' ');
    var file = space < 0 ? argument : argument.substring(0, space);
    var pieces = new ArrayList<Piece>();
    pieces.add(new Codes(generator.model().codes(List.of(Picture.read(Path.of(file))))[0]));
    if (space >= 0) pieces.add(words(argument.substring(space + 1)));
    return pieces;
  }

  private Words words(String text) {
    unknown.notices(List.of(text)).forEach(notice -> console.say("note: " + notice));
    return new Words(generator.model().tokenizer().encode(text));
  }

  /** What the model writes in a turn, shown as it comes. */
  private final class Answer {
    private TextStream text = generator.model().tokenizer().stream();
    private final List<Integer> codes = new ArrayList<>();

    void add(int id) {
      var vocabulary = generator.model().vocabulary();
      if (vocabulary.isWord(id)) {
        print(text.add(id));
      } else if (vocabulary.isCode(id)) {
        codes.add(vocabulary.code(id));
        if (codes.size() == vocabulary.pictureLength()) paint();
      }
    }

    void end() {
      print(text.finish());
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
