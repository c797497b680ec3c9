package org.vitrail.nn.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The checkpoints of a run: folders {@code checkpoint-000123}, named by the steps done. One is filled under a temporary
 * name, forced to disk and then renamed, so that at any moment, whatever stops the program, what bears a checkpoint's
 * name is whole, and the last one stays until the next is there.
 */
final class CheckpointStore implements AutoCloseable {
  /** Writes the files of a checkpoint, each forced to disk. */
  @FunctionalInterface
  interface Content {
    void writeTo(Path folder) throws IOException;
  }

  private static final String DRAFT = "checkpoint.tmp-";
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{6,9})");

  private final Path run;
  private final FileChannel lock;

  /** Opens the folder of a run, which one process alone may train in, and removes what a crash left behind. */
  CheckpointStore(Path run) {
    this.run = run;
    try {
      Files.createDirectories(run);
      lock = FileChannel.open(run.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked()) {
        lock.close();
        throw new TrainingException(run + " is being trained in by another process; wait for it or choose another folder");
      }
      for (var leftover : list(run, DRAFT)) delete(leftover);
    } catch (IOException e) {
      throw new TrainingException("the run's folder " + run + " cannot be used: " + reason(e), e);
    }
  }

  private boolean isLocked() throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    }
  }

  /** The checkpoint of {@code run} with the most steps. */
  static Optional<Path> newest(Path run) throws IOException {
    return all(run).stream().findFirst();
  }

  /** Newest first. */
  private static List<Path> all(Path run) throws IOException {
    return list(run, "checkpoint-").stream().filter(path -> step(path) >= 0)
        .sorted(Comparator.comparingInt(CheckpointStore::step).reversed()).toList();
  }

  private static int step(Path folder) {
    var name = NAME.matcher(folder.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : -1;
  }

  private static List<Path> list(Path run, String prefix) throws IOException {
    if (!Files.isDirectory(run)) return List.of();
    try (var entries = Files.list(run)) {
      return entries.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  /** Adds the checkpoint after {@code step} steps, then removes all but the {@code keep} newest. */
  Path save(int step, int keep, Content content) {
    var target = run.resolve("checkpoint-%06d".formatted(step));
    try {
      var draft = Files.createDirectory(draft());
      try {
        content.writeTo(draft);
        force(draft);
        if (Files.exists(target)) remove(target);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        force(run);
      } finally {
        delete(draft);
      }
      for (var old : all(run).stream().skip(keep).toList()) remove(old);
      return target;
    } catch (IOException e) {
      throw new TrainingException(target + " could not be written: " + reason(e) + "; " + whatIsLeft(), e);
    }
  }

  private Path draft() {
    return run.resolve(DRAFT + Long.toHexString(System.nanoTime()));
  }

  private String whatIsLeft() {
    try {
      return newest(run).map(path -> path.getFileName() + " is intact, resume from it")
          .orElse("there is no earlier checkpoint");
    } catch (IOException e) {
      return "the folder cannot be read either";
    }
  }

  /** A checkpoint loses its name before its files. */
  private void remove(Path checkpoint) throws IOException {
    delete(Files.move(checkpoint, draft(), StandardCopyOption.ATOMIC_MOVE));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }

  /** Makes new names in {@code folder} durable, where the system lets a folder be opened. */
  private static void force(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException unsupported) {
      // Windows keeps its directory entries by itself.
    }
  }

  static String reason(IOException e) {
    return switch (e) {
      case IOException wrapped when wrapped.getCause() instanceof IOException cause -> reason(cause);
      case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case FileAlreadyExistsException present -> present.getFile() + " is in the way";
      case FileSystemException problem when problem.getReason() != null -> problem.getReason();
      default -> e.getMessage();
    };
  }

  @Override public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new TrainingException("the run's folder " + run + " cannot be released: " + reason(e), e);
    }
  }
}
