package org.vitrail.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.DeviceException;
import org.vitrail.kernels.RemoteStorage;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;

/** What happens to the memory of a device, here one that may take 8 MiB. */
@BackendTest
class MemoryClTest {
  private static final int MIB = 1 << 18; // floats of a mebibyte

  private final OpenClDevice device = small();

  private static OpenClDevice small() {
    System.setProperty("vitrail.opencl.memory", "8");
    var hardware = Hardware.all();
    return hardware.isEmpty() ? null : new OpenClDevice(hardware.getFirst());
  }

  @AfterEach void forget() {
    System.clearProperty("vitrail.opencl.memory");
  }

  @Test void whatIsLoadedCanBeRead() {
    var storage = (RemoteStorage) device.allocate(DType.F64, 3);
    storage.load(new Storage.Doubles(new double[] {1, -2, 3.5}));
    assertEquals(3.5, storage.get(2));
    assertEquals(-2, storage.onHost().get(1));
  }

  @Test void singleElementsCanBeWritten() {
    var storage = (RemoteStorage) device.allocate(DType.I32, 3);
    storage.load(new Storage.Ints(new int[] {4, 5, 6}));
    storage.set(1, -7);
    assertEquals(null, storage.known());
    for (int i = 0; i < 3; i++) assertEquals(new int[] {4, -7, 6}[i], storage.get(i));
  }

  @Test void recycledMemoryIsDeadAndItsBufferIsLentAgain() {
    var first = (BufferStorage) device.allocate(DType.F32, 100);
    var mem = first.mem();
    device.recycle(first, "step");
    var dead = assertThrows(IllegalStateException.class, first::onHost);
    assertTrue(dead.getMessage().contains("'step'"), dead.getMessage());
    var second = (BufferStorage) device.allocate(DType.I32, 100);
    assertNotSame(first, second);
    assertEquals(mem, second.mem());
  }

  @Test void aPoolOfOtherSizesMakesRoom() {
    for (int size = 1; size < 40; size++) device.recycle(device.allocate(DType.F32, MIB + size), "test");
  }

  @Test void whatNobodyPointsAtIsCollected() {
    for (int i = 0; i < 50; i++) device.allocate(DType.F32, 3 * MIB);
  }

  @Test void anInterruptedThreadWaitsForTheCollectorToo() {
    Thread.currentThread().interrupt();
    for (int i = 0; i < 50; i++) device.allocate(DType.F32, 3 * MIB);
    assertTrue(Thread.interrupted());
  }

  @Test void aLimitThatIsNoNumber() {
    System.setProperty("vitrail.opencl.memory", "much");
    var fresh = new OpenClDevice(device.hardware());
    var wrong = assertThrows(DeviceException.class, () -> fresh.allocate(DType.F32, 1));
    assertEquals("vitrail.opencl.memory is 'much', it must be a positive number of mebibytes", wrong.getMessage());
  }

  @Test void tooMuchIsOneSentence() {
    var held = new ArrayList<Storage>();
    var full = assertThrows(DeviceException.class, () -> {
      while (true) held.add(device.allocate(DType.F32, 3 * MIB));
    });
    assertEquals(2, held.size());
    assertEquals("opencl:0 is out of memory: 3 MiB were asked for, 6 MiB of 8 MiB are in use; take a smaller batch or model, "
        + "or compute inside a Scope, which frees memory sooner", full.getMessage());
    held.clear();
    device.allocate(DType.F32, 3 * MIB);
  }

  @Test void aBufferLargerThanTheDeviceTakes() {
    if (device.hardware().maxAllocation() > 8L * Integer.MAX_VALUE) return;
    int size = (int) Math.min(Integer.MAX_VALUE, device.hardware().maxAllocation() / 8 + 1);
    var large = assertThrows(DeviceException.class, () -> device.allocate(DType.F64, size));
    assertTrue(large.getMessage().contains("the largest are") || large.getMessage().contains("out of memory"), large.getMessage());
  }

  @Test void integersFromHereNeedNotBeFetched() {
    var ids = (RemoteStorage) device.allocate(DType.I32, 3);
    int[] values = {4, 5, 6};
    ids.load(new Storage.Ints(values));
    values[0] = 7;
    assertEquals(4, ids.known().get(0));
    var computed = (RemoteStorage) device.allocate(DType.I32, 3);
    device.kernels().elementwise().copy(View.of(ids, 3), View.of(computed, 3));
    assertEquals(null, computed.known());
    assertEquals(5, computed.get(1));
  }

  /** A device fetches what is written later; what it fetches is what the array held then. */
  @Test void anArrayMayBeChangedOnceItIsLoaded() {
    for (int round = 0; round < 40; round++) {
      var values = new float[round % 2 == 0 ? 1000 : MIB];
      java.util.Arrays.fill(values, round);
      var storage = (RemoteStorage) device.allocate(DType.F32, values.length);
      storage.load(new Storage.Floats(values));
      java.util.Arrays.fill(values, -1);
      assertEquals(round, storage.get(values.length - 1));
      device.recycle(storage, "round");
    }
  }

  @Test void moreIsWrittenThanMayBeOnItsWay() {
    var storages = new ArrayList<RemoteStorage>();
    for (int i = 0; i < 6; i++) {
      var values = new float[MIB];
      java.util.Arrays.fill(values, i);
      storages.add((RemoteStorage) device.allocate(DType.F32, MIB));
      for (int again = 0; again < 20; again++) storages.getLast().load(new Storage.Floats(values));
    }
    for (int i = 0; i < 6; i++) assertEquals(i, storages.get(i).get(MIB / 2));
  }

  @Test void poisonIsSeen() {
    var storage = device.allocate(DType.F32, 2);
    storage.poison();
    assertTrue(Double.isNaN(storage.get(1)));
  }
}
