package org.vitrail.nn.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Npy;
import org.vitrail.tensor.io.Npz;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.tensor.io.TorchFile;

/**
 * The set {@code files}: what the reference libraries wrote reads as the values that they had. Each array stands in a
 * file of its own and in two archives; each safetensors type beside its values in F64; each pickle of PyTorch beside
 * the same tensors; a checkpoint in parts beside the same one in BF16. Nothing is rounded, so nothing may differ.
 */
public final class FilesSet implements SetCase {
  private static final Pattern EQUALS = Pattern.compile("equals (\\w+\\.safetensors)");
  private static final String TRAINING = "training.pt";
  private static final List<String> ARCHIVES = List.of("arrays.npz", "arrays_compressed.npz");

  @Override public String name() {
    return "files";
  }

  @Override public void run(Path directory, Map<String, Object> manifest, Checks checks) throws IOException {
    for (var array : section(manifest, "npy").entrySet()) {
      var file = array.getKey() + ".npy";
      compare(file, Npy.read(directory.resolve(file)), values((Map<?, ?>) array.getValue()), checks);
    }
    for (var archive : ARCHIVES) archive(directory.resolve(archive), section(manifest, "npy"), checks);
    types(directory, checks);
    halves(directory, checks);
    for (var pickle : section(manifest, "pickles").entrySet()) {
      pickle(directory, pickle.getKey(), String.valueOf(pickle.getValue()), checks);
    }
  }

  private static Map<String, Object> section(Map<String, Object> manifest, String name) {
    if (manifest.get(name) instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked") var section = (Map<String, Object>) manifest.get(name);
      return section;
    }
    throw new IllegalArgumentException("manifest.json has no object '" + name + "'");
  }

  private static void archive(Path file, Map<String, Object> arrays, Checks checks) throws IOException {
    try (var archive = Npz.open(file)) {
      for (var array : arrays.entrySet()) {
        var name = file.getFileName() + ": " + array.getKey();
        compare(name, archive.tensor(array.getKey()), values((Map<?, ?>) array.getValue()), checks);
      }
    }
  }

  private static void types(Path directory, Checks checks) throws IOException {
    try (var stored = Safetensors.open(directory.resolve("dtypes.safetensors"));
        var widened = Safetensors.open(directory.resolve("dtypes_as_double.safetensors"))) {
      for (var name : widened.names()) {
        compare("dtypes.safetensors: " + name, stored.tensor(name), widened.tensor(name), checks);
      }
    }
  }

  private static void halves(Path directory, Checks checks) throws IOException {
    try (var parts = Safetensors.open(directory.resolve("sharded"));
        var halves = Safetensors.open(directory.resolve("bfloat16"))) {
      for (var name : parts.names()) {
        compare("bfloat16: " + name, halves.tensor(name), toBfloat16(parts.tensor(name)), checks);
      }
    }
  }

  /** {@code description} names the file with the same tensors, or the values of a training. */
  private static void pickle(Path directory, String name, String description, Checks checks) throws IOException {
    try (var pickle = TorchFile.open(directory.resolve(name))) {
      var equal = EQUALS.matcher(description);
      if (equal.find()) {
        try (var same = Safetensors.open(directory.resolve(equal.group(1)))) {
          for (var tensor : same.names()) {
            var actual = pickle.contains(tensor) ? pickle.tensor(tensor) : null;
            compare(name + ": " + tensor, actual, same.tensor(tensor), checks);
          }
          if (!same.names().equals(pickle.names())) checks.failure(name, "has " + pickle.names());
        }
      } else if (name.equals(TRAINING)) {
        try (var state = Safetensors.open(directory.resolve("state.safetensors"))) {
          compare(name + ": model.w", pickle.tensor("model.w"), state.tensor("linear.weight"), checks);
        }
        if (!Long.valueOf(3).equals(pickle.metadata().get("epoch"))) checks.failure(name, "epoch is not 3");
      } else {
        checks.failure(name, "it is not said what it holds");
      }
    }
  }

  /** The nearest numbers whose lower 16 bits are 0, ties to the even one. */
  private static Tensor toBfloat16(Tensor x) {
    var values = x.toFloats();
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToIntBits(values[i]);
      values[i] = Float.intBitsToFloat(bits + 0x7FFF + (bits >>> 16 & 1) & 0xFFFF0000);
    }
    return Tensor.of(values, x.shape().sizes());
  }

  private static void compare(String name, Tensor actual, Tensor expected, Checks checks) {
    checks.output(name, actual, expected.to(DType.F64), Tolerance.EXACT);
  }

  private static Tensor values(Map<?, ?> array) {
    var shape = numbers(array.get("shape")).mapToInt(d -> (int) d).toArray();
    return Tensor.of(numbers(array.get("values")).toArray(), shape);
  }

  /** The numbers in nested lists, truth as 0 and 1. */
  private static DoubleStream numbers(Object json) {
    return switch (json) {
      case List<?> list -> list.stream().flatMapToDouble(FilesSet::numbers);
      case Boolean truth -> DoubleStream.of(truth ? 1 : 0);
      case Number number -> DoubleStream.of(number.doubleValue());
      case null, default -> throw new IllegalArgumentException("manifest.json has " + json + " in place of a number");
    };
  }
}
