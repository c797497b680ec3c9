package org.vitrail.tensor.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Tensor;

/**
 * Lays out a safetensors file as its reference writer does: the widest elements first, then by name, so that every
 * tensor is aligned; the header padded with spaces to a multiple of 8 bytes.
 */
final class SafetensorsWriter {
  private record Entry(String name, Encoding encoding, Tensor tensor) {
    long bytes() {
      return (long) tensor.size() * encoding.bytes();
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, String> metadata;

  SafetensorsWriter(Map<String, Tensor> tensors, Map<String, String> metadata, DType reals) {
    this.metadata = metadata;
    tensors.forEach((name, tensor) ->
        entries.add(new Entry(name, Encoding.of(tensor.dtype() == DType.F32 ? reals : tensor.dtype()), tensor)));
    entries.sort(Comparator.comparing(Entry::encoding).reversed().thenComparing(Entry::name));
  }

  void writeTo(FileChannel channel) throws IOException {
    var json = header().getBytes(StandardCharsets.UTF_8);
    int padded = Math.ceilDiv(json.length, 8) * 8;
    var header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json);
    while (header.hasRemaining()) header.put((byte) ' ');
    var out = new ElementWriter(channel, ByteOrder.LITTLE_ENDIAN);
    out.write(header.flip());
    for (var entry : entries) out.write(entry.name, entry.tensor, entry.encoding);
    out.flush();
  }

  private String header() {
    var header = new LinkedHashMap<String, Object>();
    if (!metadata.isEmpty()) header.put("__metadata__", new TreeMap<>(metadata));
    long at = 0;
    for (var entry : entries) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("dtype", entry.encoding.name());
      fields.put("shape", Arrays.stream(entry.tensor.shape().sizes()).boxed().toList());
      fields.put("data_offsets", List.of(at, at + entry.bytes()));
      header.put(entry.name, fields);
      at += entry.bytes();
    }
    return Json.write(header);
  }
}
