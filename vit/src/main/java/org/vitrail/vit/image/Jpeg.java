package org.vitrail.vit.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG (ITU-T T.81), grey, colour and CMYK, baseline and progressive. The codec of the JDK decodes the samples; which
 * colours they mean is decided here by the rules of libjpeg, from the markers, with its fixed-point arithmetic.
 */
final class Jpeg {
  private static final int START = 0xD8;
  private static final int START_OF_SCAN = 0xDA;
  private static final int END = 0xD9;
  private static final int FIRST_APPLICATION = 0xE0;

  private final String name;
  private final ByteBuffer file;
  private int width;
  private int height;
  private byte[] components = {};
  private boolean jfif;
  private int adobe = -1;
  private Orientation orientation;

  Jpeg(String name, byte[] file) {
    this.name = name;
    this.file = ByteBuffer.wrap(file);
  }

  Picture decode() {
    byte[] samples = samples(new SequenceInputStream(bareHeader(), firstScan()));
    var picture = switch (components.length) {
      case 1 -> new Picture(width, height, 1, samples);
      case 3 -> new Picture(width, height, 3, hasLuma() ? Ycc.toRgb(samples) : samples);
      default -> new Picture(width, height, 3, Ycc.inkToRgb(hasLuma() ? Ycc.toInk(samples) : samples));
    };
    return orientation == null ? picture : orientation.apply(picture);
  }

  /** Whether the first three channels are luma and chroma. */
  private boolean hasLuma() {
    if (components.length == 4) {
      return adobe > 0;
    }
    return jfif || (adobe >= 0 ? adobe > 0 : !(components[0] == 'R' && components[1] == 'G' && components[2] == 'B'));
  }

  /**
   * Reads the markers up to the first scan. What comes back are those without comments, profiles, thumbnails and other
   * segments that the codec could stumble over.
   */
  private InputStream bareHeader() {
    var bare = new ByteArrayOutputStream();
    bare.write(0xFF);
    bare.write(START);
    file.position(2);
    while (true) {
      int marker = nextMarker();
      int start = file.position();
      int length = marker == END || file.remaining() < 2 ? 0 : Short.toUnsignedInt(file.getShort(start));
      if (length < 2 || length > file.remaining()) {
        throw damaged("it ends before its picture begins");
      }
      if (marker == START_OF_SCAN) {
        if (components.length == 0) {
          throw damaged("its header is missing");
        }
        return new ByteArrayInputStream(bare.toByteArray());
      }
      if (marker < FIRST_APPLICATION) {
        bare.write(0xFF);
        bare.write(marker);
        bare.write(file.array(), start, length);
      }
      readSegment(marker, file.slice(start + 2, length - 2));
      file.position(start + length);
    }
  }

  /** The file from its first scan on; the position stands behind its marker. */
  private InputStream firstScan() {
    byte[] marker = {(byte) 0xFF, (byte) START_OF_SCAN};
    return new SequenceInputStream(new ByteArrayInputStream(marker),
        new ByteArrayInputStream(file.array(), file.position(), file.remaining()));
  }

  /** Skips garbage and fill bytes. */
  private int nextMarker() {
    while (file.remaining() >= 2) {
      if (file.get() == (byte) 0xFF) {
        int marker = file.get(file.position()) & 0xFF;
        if (marker != 0xFF && marker > 1 && (marker < 0xD0 || marker > 0xD8)) {
          file.get();
          return marker;
        }
      }
    }
    throw damaged("it ends before its picture begins");
  }

  private void readSegment(int marker, ByteBuffer segment) {
    if (isFrame(marker)) {
      readFrame(segment);
    } else if (marker == 0xE0 && segment.remaining() >= 12 && text(segment, 5).equals("JFIF\0")) {
      jfif = true;
    } else if (marker == 0xE1 && orientation == null && text(segment, 6).equals("Exif\0\0")) {
      orientation = Orientation.of(segment.slice(6, segment.remaining() - 6));
    } else if (marker == 0xEE && segment.remaining() >= 12 && text(segment, 5).equals("Adobe")) {
      adobe = segment.get(11) & 0xFF;
    }
  }

  /** Start of frame: 0xC0 to 0xCF but for the tables among them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private void readFrame(ByteBuffer frame) {
    int count = frame.remaining() < 6 ? 0 : frame.get(5);
    if (count < 1 || frame.remaining() < 6 + 3 * count) {
      throw damaged("its header is wrong");
    }
    height = Short.toUnsignedInt(frame.getShort(1));
    width = Short.toUnsignedInt(frame.getShort(3));
    PictureFile.checkSize(name, width, height);
    if (frame.get(0) != 8 || count == 2 || count > 4) {
      throw new PictureException(name + ": is a JPEG of " + count + " channels with " + frame.get(0)
          + " bits; 1, 3 or 4 channels with 8 bits are read, convert it");
    }
    components = new byte[count];
    for (int c = 0; c < count; c++) {
      components[c] = frame.get(6 + 3 * c);
    }
  }

  /** The decoded samples, channels side by side, without any colour conversion. */
  private byte[] samples(InputStream stream) {
    var reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    var damage = new AtomicReference<String>();
    try (var in = new MemoryCacheImageInputStream(stream)) {
      reader.addIIOReadWarningListener((source, warning) -> {
        if (spoilsPixels(warning)) {
          damage.set(warning);
        }
      });
      reader.setInput(in, true, true);
      var raster = reader.readRaster(0, null);
      if (damage.get() == null) {
        return bytes(raster);
      }
    } catch (IOException | RuntimeException e) {
      damage.set(e.getMessage());
    } finally {
      reader.dispose();
    }
    throw damaged("the codec says: " + damage.get());
  }

  /** The codec only warns of damage and makes up the rest; spare bytes between segments do no harm. */
  private static boolean spoilsPixels(String warning) {
    return warning.startsWith("Truncated") || warning.startsWith("Corrupt") && !warning.contains("extraneous");
  }

  /** The array behind a raster of this picture's size. */
  private byte[] bytes(Raster raster) {
    int size = width * height * components.length;
    if (raster.getDataBuffer() instanceof DataBufferByte buffer && buffer.getData().length == size) {
      return buffer.getData();
    }
    throw new IllegalStateException("another size than its header declares");
  }

  private static String text(ByteBuffer segment, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < Math.min(length, segment.remaining()); i++) {
      text.append((char) segment.get(i));
    }
    return text.toString();
  }

  private PictureException damaged(String what) {
    return new PictureException(name + ": this JPEG cannot be decoded, " + what
        + "; get the file again or save it as PNG");
  }
}
