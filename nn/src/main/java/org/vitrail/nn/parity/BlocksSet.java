package org.vitrail.nn.parity;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vitrail.kernels.weights.Codec;
import org.vitrail.kernels.weights.Format;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Gguf;
import org.vitrail.tensor.io.Safetensors;

/**
 * The set {@code gguf_blocks}: for each format T of ggml {@code bytes.T}, raw blocks, and {@code values.T}, what they
 * stand for; {@code quantize.T.in} and {@code quantize.T.out}, numbers and the blocks that the reference makes of them;
 * and a file with the same blocks. Nothing may differ by a bit.
 */
public final class BlocksSet implements SetCase {
  @Override public String name() {
    return "gguf_blocks";
  }

  @Override public void run(Path directory, Map<String, Object> manifest, Checks checks) throws IOException {
    if (!(manifest.get("types") instanceof List<?> types)) {
      throw new FormatException(directory.resolve("manifest.json"), "types", "expected a list");
    }
    try (var stored = Safetensors.open(directory.resolve("blocks.safetensors"));
        var file = Gguf.open(directory.resolve("blocks.gguf"))) {
      for (var entry : types) {
        var type = String.valueOf(((Map<?, ?>) entry).get("type"));
        var format = Format.valueOf(type);
        var values = stored.tensor("values." + type);
        var decoded = decode(format, stored.tensor("bytes." + type), values);
        checks.output("values." + type, decoded, values, Tolerance.EXACT);
        checks.output("blocks.gguf: " + type, file.tensor(type), values, Tolerance.EXACT);
        if (stored.contains("quantize." + type + ".in")) {
          var blocks = encode(format, stored.tensor("quantize." + type + ".in"));
          checks.output("quantize." + type, blocks, stored.tensor("quantize." + type + ".out"), Tolerance.EXACT);
        }
      }
    }
  }

  private static Tensor decode(Format format, Tensor blocks, Tensor like) {
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(blocks.size());
      var octets = blocks.toInts();
      for (int i = 0; i < octets.length; i++) memory.set(ValueLayout.JAVA_BYTE, i, (byte) octets[i]);
      var values = new float[like.size()];
      Codec.decode(format, memory, 0, values, 0, values.length);
      return Tensor.of(values, like.shape().sizes());
    }
  }

  private static Tensor encode(Format format, Tensor values) {
    try (var arena = Arena.ofConfined()) {
      int rows = values.dim(0);
      int rowBytes = Math.toIntExact(format.bytes(values.dim(1)));
      MemorySegment memory = arena.allocate((long) rows * rowBytes);
      Codec.encode(format, values.toFloats(), 0, memory, 0, values.size());
      var octets = new int[rows * rowBytes];
      for (int i = 0; i < octets.length; i++) octets[i] = memory.get(ValueLayout.JAVA_BYTE, i) & 0xff;
      return Tensor.of(octets, rows, rowBytes);
    }
  }
}
