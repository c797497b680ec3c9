package org.vitrail.vlm.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.nn.data.Dataset;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.vit.image.Picture;

/**
 * A user's pictures with captions: <ul>
 * <li>a folder of PNG and JPEG files, at any depth, with a {@code .txt} beside each, every line a caption;
 * <li>a {@link Listing}: a CSV, TSV or JSONL file that names pictures and their captions;
 * <li>{@link Shards} of a WebDataset: a tar file, several as {@code part-{000..012}.tar}, or a folder of them;
 * <li>a folder with one listing in it;
 * <li>a folder with the folders {@code train} and {@code test}, each one of the above.</ul>
 *
 * <p>Where there is no {@code test}, every fifth picture is held out, of fewer the last. All pictures are read at once and
 * kept in the size of the model, as long as half of the heap has room for them.
 */
public final class CaptionFiles {
  private static final int ONE_IN = 5;
  private static final String FORMS = "a folder of pictures with a .txt beside each, a CSV, TSV or JSONL file that names "
      + "pictures and captions, or tar files of a WebDataset";

  /** What names pictures with captions. */
  interface Source {
    void into(Intake intake) throws IOException;
  }

  private CaptionFiles() {}

  /** Reads {@code path}, all pictures as RGB squares of {@code side} pixels: the shorter edge scaled, the middle kept. */
  public static CaptionSet read(Path path, int side, boolean strict) {
    return read(path, picture -> picture.rgb().square(side), strict);
  }

  /**
   * Reads {@code path}.
   *
   * @param prepare scales each picture for its model, such as {@link org.vitrail.vit.image.Processor#prepare}
   * @param strict whether the first picture, caption or line that cannot be used ends it; else such are counted
   * @throws FormatException if it holds nothing of that kind, or more than fits the memory
   */
  public static CaptionSet read(Path path, UnaryOperator<Picture> prepare, boolean strict) {
    return read(path, prepare, strict, Runtime.getRuntime().maxMemory() / 2);
  }

  static CaptionSet read(Path path, UnaryOperator<Picture> prepare, boolean strict, long room) {
    return read(path, CaptionFiles::source, new Intake(path, prepare, strict, room));
  }

  /**
   * Reads all pictures below {@code folder} as those of {@link #read(Path, int, boolean)}; the caption of each is the name
   * of its file.
   *
   * @throws FormatException if there are none, or more than fit the memory
   */
  public static CaptionSet pictures(Path folder, int side, boolean strict) {
    return read(folder, BarePictures::new,
        new Intake(folder, picture -> picture.rgb().square(side), strict, Runtime.getRuntime().maxMemory() / 2));
  }

  /** What a path holds. */
  private interface Sources {
    Source at(Path path) throws IOException;
  }

  private static CaptionSet read(Path path, Sources sources, Intake intake) {
    try {
      var name = path.toAbsolutePath().normalize().getFileName().toString();
      if (!isParted(path)) {
        sources.at(path).into(intake);
        var all = Dataset.of(required(path, intake, "", 0));
        return new CaptionSet(name, part(all, false), part(all, true), intake.skipped());
      }
      sources.at(path.resolve("train")).into(intake);
      int train = required(path, intake, " in train", 0).size();
      sources.at(path.resolve("test")).into(intake);
      var all = Dataset.of(required(path, intake, " in test", train));
      return new CaptionSet(name, all.subset(0, train), all.subset(train, all.size()), intake.skipped());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a folder has two or more folders, of classes, with pictures that have no text beside them. */
  public static boolean areClasses(Path folder) {
    var root = isParted(folder) ? folder.resolve("test") : folder;
    try {
      return Files.isDirectory(root) && source(root) instanceof PictureTree && ClassFolders.of(root).size() > 1
          && !PictureTree.pictures(root).isEmpty() && PictureTree.pictures(root).stream().noneMatch(PictureTree::hasText);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads all of {@code folder}, or of {@code test} in it, which has a folder for each class: the caption of a picture is
   * its class's name.
   */
  public static CaptionSet classes(Path folder, UnaryOperator<Picture> prepare, boolean strict) {
    try {
      var intake = new Intake(folder, prepare, strict, Runtime.getRuntime().maxMemory() / 2);
      new ClassFolders(isParted(folder) ? folder.resolve("test") : folder).into(intake);
      return new CaptionSet(folder.toAbsolutePath().normalize().getFileName().toString(), Dataset.of(List.of()),
          Dataset.of(required(folder, intake, "", 0)), intake.skipped());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isParted(Path path) {
    return Files.isDirectory(path.resolve("train")) && Files.isDirectory(path.resolve("test"));
  }

  /** Each fifth of the pictures, of fewer than five the last one of several; or all others. */
  private static Dataset<Captioned> part(Dataset<Captioned> all, boolean heldOut) {
    int oneIn = Math.clamp(all.size(), 2, ONE_IN);
    return all.subset(IntStream.range(0, all.size()).filter(i -> (i % oneIn == oneIn - 1) == heldOut).toArray());
  }

  /** What was taken in, which must be more than {@code few}. */
  private static List<Captioned> required(Path path, Intake intake, String where, int few) {
    if (intake.taken().size() > few) return intake.taken();
    var skipped = intake.skipped();
    throw new FormatException(path, "has no picture with a caption" + where
        + (skipped.count() == 0 ? "; name " + FORMS : " that can be used; " + skipped));
  }

  private static Source source(Path path) throws IOException {
    if (Files.isDirectory(path)) return inFolder(path);
    var name = lower(path);
    if (name.endsWith(".tar")) return new Shards(Shards.files(path));
    if (!Files.isRegularFile(path)) throw new FormatException(path, "is not there; name " + FORMS);
    if (name.endsWith(".tgz") || name.endsWith(".gz")) throw new FormatException(path, "is compressed; unpack it first");
    return new Listing(path);
  }

  private static Source inFolder(Path folder) throws IOException {
    var tars = children(folder, name -> name.endsWith(".tar"));
    if (!tars.isEmpty()) return new Shards(tars);
    var listings = children(folder, Listing::isListing);
    if (listings.size() > 1) {
      throw new FormatException(folder, "holds " + listings.size() + " listings, such as "
          + listings.get(0).getFileName() + " and " + listings.get(1).getFileName() + "; name the one that is meant");
    }
    return listings.isEmpty() ? new PictureTree(folder) : new Listing(listings.getFirst());
  }

  /** The files and folders of a folder with such a name, in the order of names; hidden ones are left out. */
  static List<Path> children(Path folder, Predicate<String> name) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(p -> !lower(p).startsWith(".") && name.test(lower(p))).sorted().toList();
    }
  }

  static boolean isPicture(Path file) {
    var name = lower(file);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  private static String lower(Path file) {
    var name = file.getFileName();
    return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
  }
}
