package org.vitrail.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrail.tensor.io.SafetensorsTest.resource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.kernels.weights.Format;

class TorchFileTest {
  /** The magic number, version 1001 and an empty description: what comes before the value in files before 1.6. */
  private static final byte[] LEGACY =
      HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e" + "80024de9032e" + "80027d2e");

  @TempDir Path folder;

  @ParameterizedTest @CsvSource({"state.pt, state", "state_legacy.pt, state", "views.pt, views",
      "ordered_dict.bin, ordered_dict", "script.pt, script"})
  void readsWhatPyTorchSaved(String name, String same) throws IOException {
    try (var file = TorchFile.open(resource("torch/" + name));
        var expected = Safetensors.open(resource("torch/" + same + ".safetensors"))) {
      assertEquals(expected.names(), file.names());
      for (var tensor : expected.names()) {
        assertEquals(expected.encoding(tensor), file.encoding(tensor), tensor);
        assertEquals(expected.shape(tensor), file.shape(tensor), tensor);
        assertArrayEquals(expected.tensor(tensor).toDoubles(), file.tensor(tensor).toDoubles(), tensor);
      }
    }
  }

  @Test void namesValuesByTheWayToThem() throws IOException {
    try (var file = TorchFile.open(resource("torch/training.pt"))) {
      assertEquals(3L, file.metadata().get("epoch"));
      assertTrue(file.contains("optimizer.state.0.exp_avg"), file.names().toString());
      assertTrue(file.metadata().containsKey("optimizer.param_groups.0.lr"), file.metadata().toString());
    }
  }

  @Test void handsOutWeightsInPlace() throws IOException {
    try (var file = TorchFile.open(resource("torch/views.pt"))) {
      var matrix = file.matrix("linear.weight");
      assertEquals(Format.F32, matrix.format());
      assertEquals(3, matrix.columns());
      assertTrue(matrix.memory().isNative());
      assertEquals(Format.BF16, file.matrix("bfloat").format());
      var strided = file.names().stream().filter(n -> !n.equals("ints")).filter(this::isRefused).toList();
      assertFalse(strided.isEmpty());
    }
  }

  private boolean isRefused(String name) {
    try (var file = TorchFile.open(resource("torch/views.pt"))) {
      file.matrix(name);
      return false;
    } catch (FormatException e) {
      return e.getMessage().endsWith("its elements do not stand row after row");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void refused(String pickle, String problem) throws IOException {
    var value = pickle.getBytes(StandardCharsets.ISO_8859_1);
    var noStorages = "].".getBytes(StandardCharsets.ISO_8859_1);
    var bytes = ByteBuffer.allocate(LEGACY.length + value.length + 2).put(LEGACY).put(value).put(noStorages).array();
    var file = Files.write(folder.resolve("bad.pt"), bytes);
    var message = assertThrows(FormatException.class, () -> TorchFile.open(file)).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(problem), message);
    assertFalse(message.contains("\n"), message);
    assertTrue(message.length() < 500, message);
  }

  @Test void refusesCode() throws IOException {
    refused("cos\nsystem\n(U\u0004ls .tR.", "asks for the class or function 'os.system', and only tensors and plain");
    refused("cbuiltins\neval\n.", "asks for the class or function 'builtins.eval'");
    refused("U\u0002osU\u0006system\u0093.", "'os.system'");
    refused("ctorch._utils\n_rebuild_tensor_v2.__globals__\n.", "'torch._utils._rebuild_tensor_v2.__globals__'");
    refused("(ios\nsystem\n.", "has operation 0x69, which is not among those that build plain values");
    refused("\u0082\u0001.", "has operation 0x82");
    refused("]}b.", "sets attributes of an object");
    refused("U\u0001a)R.", "calls what is no function");
    refused("ctorch\nFloatStorage\n)R.", "calls torch.FloatStorage");
    refused("ctorch\nFloatStorage\n.", "is a type or a storage");
    refused("ctorch._utils\n_rebuild_tensor_v2\n)R.", "calls a function with other arguments than it has");
  }

  @Test void makesNothingButModules() throws IOException {
    refused("cos\nsystem\n)\u0081.", "'os.system'");
    refused("ctorch\nFloatStorage\n)\u0081.", "makes an object of what is no module");
    refused("c__torch__\nM\n)R.", "calls __torch__.M");
    refused("c__torch__\nM\n.", "is a type or a storage");
    refused("c__torch__\nM\n)\u0081q\u0000h\u0000b.", "its values are nested without end");
    refused("c__torch__\nM\n)\u0081q\u0000}U\u0001ah\u0000sb.", "its values are nested without end");
  }

  @Test void refusesBrokenPickles() throws IOException {
    refused(".", "takes a value where there is none");
    refused("0.", "takes a value where there is none");
    refused("t.", "has no mark to go back to");
    refused("h\u0001.", "takes value 1 out of its memo, which has none");
    refused("Na.", "takes a value where there is none");
    refused("NNa.", "appends to what is no list");
    refused("NNNs.", "sets a key of what is no dict");
    refused("}(Nu.", "has a key without a value");
    refused("}]Ns.", "has a key that is neither text nor number");
    refused("X\u00ff\u00ff\u00ff\u007f.", "the file ends within it");
    refused("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.", "the file ends within it");
    refused("NQ.", "names something that is no storage");
    refused("(" .repeat(5000), "the file ends within it");
  }

  @Test void refusesValuesWithoutEnd() throws IOException {
    refused("]q\u0000h\u0000a.", "its values are nested without end");
    refused("]".repeat(200) + "a".repeat(199) + ".", "its values are nested without end");
    var laughs = new StringBuilder("]q\u0000");
    for (char i = 1; i < 60; i++) {
      char last = (char) (i - 1);
      laughs.append("](h").append(last).append('h').append(last).append("eq").append(i);
    }
    refused(laughs + ".", "its values are nested without end, or are more than");
  }

  private static String tensor(long elements, String offset, String sizes, String strides) {
    return "ctorch._utils\n_rebuild_tensor_v2\n((U\u0007storagectorch\nFloatStorage\nU\u00010U\u0003cpu"
        + number(elements) + "NtQ" + offset + sizes + strides + "\u0089NtR.";
  }

  private static String number(long n) {
    var little = new StringBuilder("\u008a\u0008");
    for (int i = 0; i < 8; i++) little.append((char) (n >>> 8 * i & 0xff));
    return little.toString();
  }

  @Test void refusesTensorsBeyondTheirStorage() throws IOException {
    refused(tensor(4, "K\u0000", "K\u0004\u0085", "K\u0001\u0085"), "storage '0': is missing or shorter");
    refused(tensor(Long.MAX_VALUE, "K\u0000", "K\u0004\u0085", "K\u0001\u0085"), "storage '0': is missing or shorter");
    refused(tensor(-1, "K\u0000", "K\u0004\u0085", "K\u0001\u0085"), "names something that is no storage");
    refused(tensor(0, "K\u0000", "K\u0004\u0085", "K\u0001\u0085"), "storage '0': is missing");
    refused(tensor(4, "K\u0000", "K\u0004\u0085", "K\u0001K\u0001\u0086"), "whose sizes and strides do not fit");
    refused(tensor(4, number(-1), "K\u0004\u0085", "K\u0001\u0085"), "whose sizes and strides do not fit");
    refused(tensor(4, "K\u0000", number(-1) + "\u0085", "K\u0001\u0085"), "no integers from 0");
  }

  /** The first tensor of views.pt with another number of rows, which its storage has no room for. */
  @Test void refusesAShapeThatItsStorageHasNoRoomFor() throws IOException {
    var bytes = Files.readAllBytes(resource("torch/state.pt"));
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("K\u0004K\u0003\u0086");
    bytes[at + 1] = 5;
    var file = Files.write(folder.resolve("bad.pt"), bytes);
    var message = assertThrows(FormatException.class, () -> TorchFile.open(file)).getMessage();
    assertEquals(file + ": tensor 'linear.weight': reaches beyond the end of its storage", message);
  }

  @Test void refusesOtherFiles() throws IOException {
    var file = Files.writeString(folder.resolve("text.pt"), "no pickle");
    var message = assertThrows(FormatException.class, () -> TorchFile.open(file)).getMessage();
    assertEquals(file + ": expected what torch.save writes: a zip archive or a pickle with a magic number", message);
    Files.write(file, new byte[0]);
    assertEquals(message, assertThrows(FormatException.class, () -> TorchFile.open(file)).getMessage());
    var archive = assertThrows(FormatException.class, () -> TorchFile.open(resource("arrays.npz"))).getMessage();
    assertTrue(archive.contains("archive"), archive);
  }
}
