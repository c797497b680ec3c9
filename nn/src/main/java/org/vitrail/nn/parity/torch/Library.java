package org.vitrail.nn.parity.torch;

import java.util.HashMap;
import java.util.Map;

/** The names that an expression may use. */
final class Library {
  /** What is both a function of {@code torch} and a method of its tensors, the first argument being the tensor. */
  private static final Map<String, Object> METHODS = new HashMap<>();
  private static final Map<String, Object> TORCH = new HashMap<>();
  private static final Map<String, Object> FUNCTIONAL = new HashMap<>();
  private static final Map<String, Object> NAMES = new HashMap<>();

  static {
    ElementwiseTable.define();
    ReducingTable.define();
    ShapingTable.define();
    IndexingTable.define();
    LayerTable.define();
    ImageTable.define();
    AttentionTable.define();
    LossTable.define();
    var torch = new Module("torch", TORCH, METHODS);
    var functional = new Module("F", FUNCTIONAL, METHODS);
    TORCH.put("nn", new Module("nn", Map.of("functional", functional), null));
    TORCH.put("float32", DTypeName.FLOAT);
    TORCH.put("float", DTypeName.FLOAT);
    TORCH.put("float64", DTypeName.DOUBLE);
    TORCH.put("double", DTypeName.DOUBLE);
    TORCH.put("int64", DTypeName.INTEGER);
    TORCH.put("long", DTypeName.INTEGER);
    TORCH.put("int32", DTypeName.INTEGER);
    TORCH.put("bool", DTypeName.BOOL);
    TORCH.put("inf", Double.POSITIVE_INFINITY);
    TORCH.put("pi", Math.PI);
    NAMES.put("torch", torch);
    NAMES.put("F", functional);
    NAMES.put("nn", TORCH.get("nn"));
    Builtins.define(NAMES);
  }

  private Library() {}

  static Map<String, Object> names() {
    return NAMES;
  }

  /** Tensor method {@code name}, or null. */
  static Callable method(String name) {
    return (Callable) METHODS.get(name);
  }

  /** Defines a function of torch that is a method of tensors too. */
  static void method(String signature, Function.Body body) {
    put(METHODS, signature, body);
  }

  /** Defines a function of torch alone. */
  static void torch(String signature, Function.Body body) {
    put(TORCH, signature, body);
  }

  /** Defines a function of torch.nn.functional. */
  static void functional(String signature, Function.Body body) {
    put(FUNCTIONAL, signature, body);
  }

  static void name(String name, Object value) {
    NAMES.put(name, value);
  }

  private static void put(Map<String, Object> table, String signature, Function.Body body) {
    var function = new Function(signature, body);
    table.put(function.name(), function);
  }
}
