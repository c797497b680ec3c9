package org.vitrail.tensor.io;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.vitrail.tensor.Tensor;

/** NumPy's file of several arrays: a zip archive, compressed or not, of {@link Npy} files. */
public final class Npz implements AutoCloseable {
  private static final String SUFFIX = ".npy";
  /** The most that deflate can shrink: 258 bytes to 2 bits. */
  private static final long MOST_DEFLATED = 1032;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> arrays = new LinkedHashMap<>();

  private Npz(Path file) throws IOException {
    this.file = file;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new FormatException(file, "expected a zip archive: " + reason(e));
    }
  }

  /**
   * Opens an archive; its arrays are read when they are asked for.
   *
   * @throws FormatException if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static Npz open(Path file) throws IOException {
    var npz = new Npz(file);
    try {
      npz.zip.stream().filter(entry -> entry.getName().endsWith(SUFFIX)).forEach(npz::list);
      return npz;
    } catch (RuntimeException e) {
      npz.close();
      throw e;
    }
  }

  private void list(ZipEntry entry) {
    var name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
    if (arrays.put(name, entry) != null) throw new FormatException(file, place(name), "occurs twice");
  }

  /** The names of the arrays, in the order of the archive. */
  public Set<String> names() {
    return Collections.unmodifiableSet(arrays.keySet());
  }

  /**
   * The array called {@code name}.
   *
   * @throws FormatException if it is damaged, or an integer does not fit 32 bits
   */
  public Tensor tensor(String name) throws IOException {
    var entry = arrays.get(name);
    if (entry == null) throw new NoSuchElementException(file + " has no array " + FormatException.quote(name));
    return Npy.read(file, place(name) + ": ", MemorySegment.ofArray(expand(place(name), entry)));
  }

  private static String place(String name) {
    return "array " + FormatException.quote(name);
  }

  private byte[] expand(String place, ZipEntry entry) throws IOException {
    long size = entry.getSize();
    Heap.require(file, place, size);
    if (size < 0 || size > LONGEST_ARRAY || size / MOST_DEFLATED > entry.getCompressedSize()) {
      throw new FormatException(file, place, "is said to expand " + entry.getCompressedSize() + " bytes to " + size);
    }
    try (var in = zip.getInputStream(entry)) {
      var bytes = new byte[(int) size];
      int length = in.readNBytes(bytes, 0, bytes.length);
      var checksum = new CRC32();
      checksum.update(bytes);
      if (length < size || in.read() >= 0 || checksum.getValue() != entry.getCrc()) {
        throw new FormatException(file, place, "is damaged: its length or checksum is not the one noted");
      }
      return bytes;
    } catch (ZipException | EOFException e) {
      throw new FormatException(file, place, "is damaged: " + reason(e));
    }
  }

  private static String reason(Exception e) {
    return e instanceof EOFException ? "it ends too early" : e.getMessage();
  }

  @Override public void close() throws IOException {
    zip.close();
  }

  /** Replaces {@code file} by a compressed archive of {@code arrays}; equal arrays give equal bytes. */
  public static void write(Path file, Map<String, Tensor> arrays) throws IOException {
    AtomicFile.write(file, channel -> {
      var zip = new ZipOutputStream(Channels.newOutputStream(channel));
      for (var array : arrays.entrySet()) {
        var entry = new ZipEntry(array.getKey() + SUFFIX);
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        Npy.write(Channels.newChannel(zip), array.getValue());
        zip.closeEntry();
      }
      zip.finish();
    });
  }
}
