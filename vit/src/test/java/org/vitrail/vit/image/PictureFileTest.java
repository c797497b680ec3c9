package org.vitrail.vit.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
  @ParameterizedTest
  @MethodSource("expected")
  void readsWhatPillowReads(String name, int width, int height, String sha256) throws Exception {
    var picture = Picture.read(name, resource(name)).rgb();
    assertEquals(width, picture.width());
    assertEquals(height, picture.height());
    if (!sha256.isEmpty()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(picture.pixels());
      assertEquals(sha256, HexFormat.of().formatHex(digest));
    } else {
      byte[] expected = resource(name.replace(".jpg", ".rgb"));
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i] & 0xFF, picture.pixels()[i] & 0xFF, 2, "byte " + i);
      }
    }
  }

  @Test void channelsFollowTheFile() throws IOException {
    assertEquals(1, Picture.read("", resource("grey4.png")).channels());
    assertEquals(4, Picture.read("", resource("grey4-transparent.png")).channels());
    assertEquals(3, Picture.read("", resource("palette2.png")).channels());
    assertEquals(4, Picture.read("", resource("rgb-alpha16-interlaced.png")).channels());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void everyOrientationEndsUpright(int orientation) throws IOException {
    var upright = Picture.read("", resource("orientation-1.jpg"));
    var turned = Picture.read("", resource("orientation-" + orientation + ".jpg"));
    boolean swapped = orientation >= 5;
    assertEquals(swapped ? upright.height() : upright.width(), turned.width());
    assertEquals(upright.pixels().length, turned.pixels().length);
  }

  @Test void aFileThatIsNoPictureIsNamed(@TempDir Path folder) throws IOException {
    var file = folder.resolve("notes.png");
    assertMessage(file + ": no such file; give the path of a PNG or JPEG picture", file);
    Files.writeString(file, "dear diary");
    assertMessage(file + ": is no picture; PNG and JPEG are read, convert it to one of them", file);
    Files.writeString(file, "GIF89a and more");
    assertMessage(file + ": is a GIF; PNG and JPEG are read, convert it to one of them", file);
    Files.write(file, new byte[0]);
    assertMessage(file + ": is an empty file; PNG and JPEG are read, convert it to one of them", file);
    assertMessage(folder + ": no such file; give the path of a PNG or JPEG picture", folder);
  }

  @Test void aDeclaredSizeIsCheckedFirst() throws IOException {
    byte[] png = resource("rgb8.png");
    ByteBuffer.wrap(png).putInt(16, 0x7FFFFFFF).putInt(20, 0x7FFFFFFF);
    assertStarts("big.png: declares 2147483647x2147483647 pixels, more than the ", repaired(png));
    ByteBuffer.wrap(png).putInt(16, 0);
    assertStarts("big.png: declares 0x2147483647 pixels; it holds no picture", repaired(png));
    ByteBuffer.wrap(png).putInt(16, 5000).putInt(20, 5000);
    assertStarts("big.png: is a damaged PNG, ends early; get the file again", repaired(png));
    byte[] jpeg = resource("plain-420.jpg");
    int frame = frameHeader(jpeg);
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 0xFFFF).putShort(frame + 7, (short) 0xFFFF);
    assertStarts("big.png: declares 65535x65535 pixels, more than the ", jpeg);
  }

  @Test void damageIsTold() throws IOException {
    byte[] png = resource("rgb8.png");
    byte[] flipped = png.clone();
    flipped[png.length - 20] ^= 1;
    assertStarts("big.png: is a damaged PNG, a checksum is wrong; get the file again", flipped);
    assertStarts("big.png: is a damaged PNG, ends before its pixel data", Arrays.copyOf(png, 40));
    byte[] jpeg = resource("plain-420.jpg");
    assertStarts("big.png: this JPEG cannot be decoded, ", Arrays.copyOf(jpeg, jpeg.length - 2));
    assertStarts("big.png: this JPEG cannot be decoded, it ends before its picture", Arrays.copyOf(jpeg, 100));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "rgb-alpha8-interlaced.png", "palette4-transparent.png", "progressive.jpg", "orientation-6.jpg"})
  void anyBytesAreAPictureOrAnError(String name) throws IOException {
    byte[] whole = resource(name);
    var random = new Random(name.hashCode());
    int errors = 0;
    for (int round = 0; round < 200; round++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
      for (int k = random.nextInt(4); k >= 0 && bytes.length > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(-1, 256);
      }
      try {
        Picture.read(name, name.endsWith("png") ? repaired(bytes) : bytes);
      } catch (PictureException e) {
        errors++;
        assertTrue(e.getMessage().startsWith(name + ": "), e.getMessage());
      }
    }
    assertTrue(errors > 40, errors + " errors");
  }

  @Test void writtenPicturesReadBack(@TempDir Path folder) throws IOException {
    for (var name : new String[] {"grey8.png", "rgb8.png", "rgb-alpha8.png"}) {
      var picture = Picture.read(name, resource(name));
      var again = Picture.read(name, picture.png());
      assertEquals(picture.channels(), again.channels());
      assertArrayEquals(picture.pixels(), again.pixels());
    }
  }

  static Stream<Arguments> expected() throws IOException {
    return new String(resource("expected.csv"), StandardCharsets.UTF_8).lines().map(line -> line.split(",", -1))
        .map(row -> Arguments.of(row[0], Integer.parseInt(row[1]), Integer.parseInt(row[2]), row[3]));
  }

  static byte[] resource(String name) throws IOException {
    try (var in = PictureFileTest.class.getResourceAsStream("/pictures/" + name)) {
      return in.readAllBytes();
    }
  }

  private static void assertMessage(String message, Path file) {
    assertEquals(message, assertThrows(PictureException.class, () -> Picture.read(file)).getMessage());
  }

  private static void assertStarts(String start, byte[] bytes) {
    var message = assertThrows(PictureException.class, () -> Picture.read("big.png", bytes)).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  private static int frameHeader(byte[] jpeg) {
    int i = 0;
    while (jpeg[i] != (byte) 0xFF || jpeg[i + 1] != (byte) 0xC0) {
      i++;
    }
    return i;
  }

  /** The PNG with right checksums, as far as its chunks are whole. */
  private static byte[] repaired(byte[] png) {
    var chunks = ByteBuffer.wrap(png);
    int at = 8;
    while (at + 12 <= png.length && chunks.getInt(at) >= 0 && chunks.getInt(at) <= png.length - at - 12) {
      int length = chunks.getInt(at);
      var crc = new CRC32();
      crc.update(png, at + 4, length + 4);
      chunks.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
    return png;
  }
}
