package org.vitrail.cli.contrastive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.PictureException;
import picocli.CommandLine.Option;

/** Pictures that a command is given: files, and folders with all that is below them. */
public final class PictureFiles {
  private static final int NAMED = 5;

  @Option(names = "--strict", description = "Stop at the first picture that cannot be read, instead of leaving it out.")
  private boolean strict;

  /** A picture that could be read. */
  public record Shown(Path file, Picture picture) {}

  /** What becomes of pictures that are read. */
  public interface Reader {
    void read(Shown picture);
  }

  /** The picture files among {@code paths} and in the folders among them, by name. */
  public static List<Path> of(List<Path> paths) throws IOException {
    var files = new ArrayList<Path>();
    for (var path : paths) {
      UserError.unless(Files.exists(path), path + ": there is no such file or folder");
      if (!Files.isDirectory(path)) {
        files.add(path);
      } else {
        try (var below = Files.walk(path)) {
          below.filter(PictureFiles::isPicture).sorted().forEach(files::add);
        }
      }
    }
    UserError.unless(!files.isEmpty(), "there is no PNG or JPEG picture in "
        + paths.stream().map(Path::toString).collect(Collectors.joining(", ")));
    return files;
  }

  private static boolean isPicture(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && !name.startsWith(".") && name.matches(".*\\.(png|jpe?g)");
  }

  /** Reads the files one after the other; says at the end which were left out. */
  public void each(List<Path> files, Console console, Reader reader) {
    var broken = new ArrayList<String>();
    for (var file : files) {
      try {
        reader.read(new Shown(file, Picture.read(file)));
      } catch (PictureException e) {
        if (strict) throw e;
        broken.add(e.getMessage());
      }
    }
    UserError.unless(broken.size() < files.size(),
        "no picture could be read: " + broken.stream().findFirst().orElse(""));
    broken.stream().limit(NAMED).forEach(why -> console.say("left out: " + why));
    if (broken.size() > NAMED) console.say("left out: " + (broken.size() - NAMED) + " more");
  }
}
