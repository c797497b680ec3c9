package org.vitrail.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.DeviceException;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;

/** Programs: built, kept on disk, and refused with the driver's own words. */
@BackendTest
class ProgramsClTest {
  private static final Source TWICE = new Source("twice.cl",
      "kernel void twice(global float *x, int at, int n) { int i = get_global_id(0); if (i < n) x[at + i] *= 2; }",
      "");

  private static final int SIGSEGV = 11;

  @TempDir Path folder;

  @BeforeEach void keepThingsHere() {
    System.setProperty("vitrail.cache", folder.toString());
  }

  @AfterEach void forget() {
    System.clearProperty("vitrail.cache");
  }

  private static OpenClDevice device() {
    return new OpenClDevice(Hardware.all().getFirst());
  }

  private static double twice(OpenClDevice device, double value) {
    var x = (BufferStorage) device.allocate(DType.F32, 1);
    x.load(new Storage.Floats(new float[] {(float) value}));
    device.kernel(TWICE, "twice").arg(View.of(x, 1)).arg(1).items(1);
    return x.get(0);
  }

  private Path binary() throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("twice-")).findFirst().orElseThrow();
    }
  }

  @Test void builtOnceAndLoadedAfterwards() throws IOException {
    assertEquals(6, twice(device(), 3));
    var built = Files.readAllBytes(binary());
    var time = Files.getLastModifiedTime(binary());
    assertEquals(8, twice(device(), 4));
    assertArrayEquals(built, Files.readAllBytes(binary()));
    assertEquals(time, Files.getLastModifiedTime(binary()), "built again");
  }

  @Test void aDamagedBinaryIsBuiltAgain() throws IOException {
    assertEquals(6, twice(device(), 3));
    var whole = Files.readAllBytes(binary());
    for (int length : new int[] {0, 30, 64, whole.length / 2}) {
      Files.write(binary(), java.util.Arrays.copyOf(whole, length));
      assertEquals(6, twice(device(), 3));
    }
    var changed = whole.clone();
    changed[whole.length - 1] ^= 1;
    Files.write(binary(), changed);
    assertEquals(6, twice(device(), 3));
  }

  @Test void nowhereToKeepThem() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    System.setProperty("vitrail.cache", folder.resolve("file").toString());
    assertEquals(6, twice(device(), 3));
  }

  @Test void theLogOfABuildThatFails() {
    var wrong = new Source("wrong.cl", "kernel void wrong(global float *x) { x[0] = undeclared; }", "");
    var e = assertThrows(DeviceException.class, () -> device().kernel(wrong, "wrong"));
    assertTrue(e.getMessage().contains("cannot build the kernels wrong.cl") && e.getMessage().contains("undeclared"),
        e.getMessage());
  }

  /** A compiler in this process that kept SIGSEGV, which is how Java finds null references, would end it one day. */
  @Test void signalsStayWithJava() throws IOException {
    var maps = Path.of("/proc/self/maps");
    assumeTrue(Files.exists(maps), "only Linux tells whose code a handler is");
    var fresh = new Source("fresh.cl", "kernel void fresh(global long *x) { x[0] = " + System.nanoTime() + "; }", "");
    device().kernel(fresh, "fresh");
    try (var arena = Arena.ofConfined(); var lines = Files.lines(maps)) {
      long handler = Signals.handlers(arena).get(ValueLayout.JAVA_LONG, (SIGSEGV - 1) * (long) Signals.BYTES);
      var owner = lines.filter(line -> {
        var range = line.split("[- ]", 3);
        return Long.parseUnsignedLong(range[0], 16) <= handler && handler < Long.parseUnsignedLong(range[1], 16);
      }).findFirst().orElse("nobody");
      assertTrue(owner.endsWith("libjvm.so"), owner);
    }
  }

  @Test void aKernelThatIsMissing() {
    var e = assertThrows(DeviceException.class, () -> device().kernel(TWICE, "thrice"));
    assertTrue(e.getMessage().contains("thrice") && e.getMessage().contains("twice.cl"), e.getMessage());
  }

  @Test void anOperandOfJava() {
    var device = device();
    var host = View.of(new Storage.Floats(new float[1]), 1);
    var e = assertThrows(IllegalArgumentException.class, () -> device.kernel(TWICE, "twice").arg(host));
    assertEquals("twice: an operand is not in the memory of opencl:0", e.getMessage());
  }

  @Test void settingsSurvive() throws IOException {
    var device = device();
    assertTrue(device.tuning().find("gemm.nn").isEmpty());
    device.tuning().put("gemm.nn", "128x128x8/8x8/1");
    var file = device.tuning().save();
    assertEquals("128x128x8/8x8/1", device().tuning().find("gemm.nn").orElseThrow());
    Files.writeString(file, "gemm.nn=\\u00zz");
    assertTrue(device().tuning().find("gemm.nn").isEmpty());
  }

  @Test void kernelsAreTimedByTheDevice() {
    var device = device();
    var times = device.timed(() -> {
      twice(device, 1);
      twice(device, 1);
    });
    assertEquals(2, times.byKernel().get("twice").calls());
    assertTrue(times.nanos() > 0);
  }
}
