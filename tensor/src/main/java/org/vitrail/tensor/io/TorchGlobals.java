package org.vitrail.tensor.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names that a pickle of PyTorch may use, and what they build; there are no others. */
final class TorchGlobals {
  private static final Map<String, Encoding> STORAGES = Map.of("torch.DoubleStorage", Encoding.F64,
      "torch.FloatStorage", Encoding.F32, "torch.HalfStorage", Encoding.F16, "torch.BFloat16Storage", Encoding.BF16,
      "torch.LongStorage", Encoding.I64, "torch.IntStorage", Encoding.I32, "torch.ShortStorage", Encoding.I16,
      "torch.CharStorage", Encoding.I8, "torch.ByteStorage", Encoding.U8, "torch.BoolStorage", Encoding.BOOL);
  private static final String ORDERED = "collections.OrderedDict";
  private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final String OLD_TENSOR = "torch._utils._rebuild_tensor";
  private static final String PARAMETER = "torch._utils._rebuild_parameter";
  private static final String SIZE = "torch.Size";
  /** What the classes of a TorchScript archive begin with. */
  private static final String SCRIPT = "__torch__.";
  /** Marks the type of a list or dict of TorchScript. */
  private static final String TAG = "torch.jit._pickle.restore_type_tag";
  private static final Set<String> LISTS = Set.of("torch.jit._pickle.build_intlist",
      "torch.jit._pickle.build_doublelist", "torch.jit._pickle.build_boollist", "torch.jit._pickle.build_tensorlist");
  private static final Set<String> FUNCTIONS = Set.of(ORDERED, TENSOR, OLD_TENSOR, PARAMETER, SIZE, TAG);

  /** A function or class that a pickle named. */
  record Name(String text) {}

  /** An object of a TorchScript archive, of whatever class it is. */
  static final class Module {
    /** Its attributes by name; null until they are set. */
    Object attributes;
  }

  /** Elements in a row, which several tensors may share. */
  record Storage(Encoding encoding, String key, long elements) {}

  /** A tensor in terms of its storage: element (i, j, …) is at {@code offset + i·strides[0] + j·strides[1] + …}. */
  record Stored(Storage storage, long offset, long[] sizes, long[] strides) {}

  private final Path file;

  /** The storages that were named. */
  private final Map<String, Storage> storages = new LinkedHashMap<>();

  TorchGlobals(Path file) {
    this.file = file;
  }

  Map<String, Storage> storages() {
    return storages;
  }

  Name named(String module, String name) {
    var text = module + "." + name;
    boolean known = FUNCTIONS.contains(text) || LISTS.contains(text) || STORAGES.containsKey(text);
    if (known || text.startsWith(SCRIPT)) return new Name(text);
    throw wrong("asks for the class or function " + FormatException.quote(text) + ", and only tensors and plain values "
        + "are built; if the file can be trusted, save its state_dict() in Python");
  }

  /** A new object of a class. */
  Object made(Object type) {
    if (type instanceof Name(var name) && name.startsWith(SCRIPT)) return new Module();
    throw wrong("makes an object of what is no module");
  }

  /** The result of a call in a pickle. */
  Object call(Object function, Object arguments) {
    if (!(function instanceof Name(var name)) || !(arguments instanceof List<?> list)) {
      throw wrong("calls what is no function");
    }
    return switch (name) {
      case ORDERED -> ordered(list);
      case TENSOR, OLD_TENSOR -> tensor(list);
      case PARAMETER -> parameter(list);
      case SIZE -> new ArrayList<>(argument(list, 0, List.class));
      case TAG -> argument(list, 0, Object.class);
      case String built when LISTS.contains(built) -> argument(list, 0, List.class);
      default -> throw wrong("calls " + name);
    };
  }

  private Map<Object, Object> ordered(List<?> arguments) {
    var map = new LinkedHashMap<>();
    if (arguments.isEmpty()) return map;
    for (var pair : argument(arguments, 0, List.class)) {
      if (!(pair instanceof List<?> two && two.size() == 2 && two.getFirst() instanceof String key)) {
        throw wrong("has an OrderedDict of what are no pairs");
      }
      map.put(key, two.getLast());
    }
    return map;
  }

  private Stored tensor(List<?> arguments) {
    var storage = argument(arguments, 0, Storage.class);
    long offset = argument(arguments, 1, Long.class);
    var sizes = naturals(argument(arguments, 2, List.class));
    var strides = naturals(argument(arguments, 3, List.class));
    if (offset < 0 || sizes.length != strides.length) throw wrong("has a tensor whose sizes and strides do not fit");
    return new Stored(storage, offset, sizes, strides);
  }

  private Stored parameter(List<?> arguments) {
    return argument(arguments, 0, Stored.class);
  }

  private <T> T argument(List<?> arguments, int i, Class<T> type) {
    if (i < arguments.size() && type.isInstance(arguments.get(i))) return type.cast(arguments.get(i));
    throw wrong("calls a function with other arguments than it has");
  }

  private long[] naturals(List<?> values) {
    if (values.stream().allMatch(n -> n instanceof Long l && l >= 0)) {
      return values.stream().mapToLong(n -> (Long) n).toArray();
    }
    throw wrong("has sizes or strides that are no integers from 0");
  }

  /** The storage that a persistent id names: {@code ('storage', type, key, device, elements, view)}. */
  Storage storage(Object id) {
    if (!(id instanceof List<?> parts && parts.size() >= 5 && "storage".equals(parts.get(0))
        && parts.get(1) instanceof Name(var type) && STORAGES.containsKey(type)
        && parts.get(2) instanceof String key && parts.get(4) instanceof Long elements && elements >= 0)) {
      throw wrong("names something that is no storage of elements");
    }
    if (parts.size() > 5 && parts.get(5) != null) throw wrong("has a storage that is a view of another one");
    var storage = new Storage(STORAGES.get(type), key, elements);
    if (!storage.equals(storages.computeIfAbsent(key, k -> storage))) {
      throw wrong("has two different storages " + FormatException.quote(key));
    }
    return storage;
  }

  private FormatException wrong(String problem) {
    return new FormatException(file, "pickle", problem);
  }
}
