package org.vitrail.vit.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vit.image.Picture;

/**
 * Pictures in a folder with one folder for each class, named as the class, holding PNG and JPEG files. Every fifth file
 * of a class, in the order of names, is held out; or, where the folder has the folders {@code train} and {@code test}
 * with the classes below them, what is in {@code test}.
 */
final class PictureFolder {
  private static final int ONE_IN = 5;

  private final Path folder;
  private final int side;
  private final List<Example> train = new ArrayList<>();
  private final List<Example> test = new ArrayList<>();
  private long room = Runtime.getRuntime().maxMemory() / 2;

  private PictureFolder(Path folder, int side) {
    this.folder = folder;
    this.side = side;
  }

  /** Reads all pictures as RGB squares of {@code side} pixels: the shorter edge is scaled, the middle kept. */
  static PictureSet read(Path folder, int side) {
    try {
      return new PictureFolder(folder, side).read();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private PictureSet read() throws IOException {
    if (!Files.isDirectory(folder)) throw refuse("is no folder");
    boolean parted = Files.isDirectory(folder.resolve("train")) && Files.isDirectory(folder.resolve("test"));
    var root = parted ? folder.resolve("train") : folder;
    var classes = children(root).filter(Files::isDirectory).map(p -> p.getFileName().toString()).toList();
    if (classes.size() < 2) throw refuse("has " + classes.size() + " class folders, at least two are needed");
    for (int label = 0; label < classes.size(); label++) {
      addAll(root.resolve(classes.get(label)), label, parted ? 0 : ONE_IN);
      if (parted) addAll(folder.resolve("test").resolve(classes.get(label)), label, 1);
    }
    if (train.isEmpty() || test.isEmpty()) {
      throw refuse("leaves " + train.size() + " pictures to train on and " + test.size() + " to test with; add pictures");
    }
    return new PictureSet(folder.getFileName().toString(), classes, side, side, 3, Dataset.of(train), Dataset.of(test));
  }

  private IllegalArgumentException refuse(String what) {
    return new IllegalArgumentException(folder + " " + what
        + "; expected one folder for each class, named as the class, with PNG or JPEG pictures in it");
  }

  /** Adds the pictures of a class; each {@code oneIn}-th is held out, 0 for none. */
  private void addAll(Path classFolder, int label, int oneIn) throws IOException {
    if (!Files.isDirectory(classFolder)) return;
    int n = 0;
    for (var file : children(classFolder).filter(PictureFolder::isPicture).toList()) {
      room -= 3L * side * side;
      if (room < 0) throw refuse("holds more pictures than fit the memory at " + side + " pixels; choose smaller ones");
      n++;
      (oneIn > 0 && n % oneIn == 0 ? test : train).add(new Example(Picture.read(file).rgb().square(side), label));
    }
  }

  private static boolean isPicture(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  private static Stream<Path> children(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.filter(p -> !p.getFileName().toString().startsWith(".")).sorted().toList().stream();
    }
  }
}
