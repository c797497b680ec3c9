package org.vitrail.tensor.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Python's stack machine for pickles ({@code pickletools.py}), of which only what builds plain values is there: dicts
 * as {@code Map}, lists and tuples as {@code List}, {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean},
 * {@code String} and null. A pickle may name functions and call them; here only those of {@link TorchGlobals} exist,
 * and every other name ends in a {@link FormatException}. No code of the file ever runs.
 */
final class Unpickler {
  /** What an operation of one byte makes at most: an empty map and its places in stack and memo. */
  private static final int OPERATION_BYTES = 128;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Path file;
  private final MemorySegment code;
  private final TorchGlobals globals;
  private final ArrayDeque<List<Object>> marked = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private List<Object> stack = new ArrayList<>();
  private long at;

  private Unpickler(Path file, MemorySegment code, TorchGlobals globals) {
    this.file = file;
    this.code = code;
    this.globals = globals;
  }

  /** A value, and where its pickle ends. */
  record Result(Object value, long end) {}

  /** The value of the pickle at the start of {@code code}. */
  static Result read(Path file, MemorySegment code, TorchGlobals globals) {
    var unpickler = new Unpickler(file, code, globals);
    try {
      return new Result(unpickler.run(), unpickler.at);
    } catch (IndexOutOfBoundsException e) {
      throw unpickler.wrong("the file ends within it");
    }
  }

  private Object run() {
    while (true) {
      Heap.require(file, "pickle", at * OPERATION_BYTES);
      int operation = octet();
      if (operation == '.') return pop();
      step(operation);
    }
  }

  private void step(int operation) {
    switch (operation) {
      case 0x80 -> octet();                                             // PROTO
      case 0x95 -> take(8);                                             // FRAME
      case '(' -> mark();
      case '0' -> pop();
      case '1' -> popMark();
      case '2' -> push(top());
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) code.get(INT, take(4)));                  // BININT
      case 'K' -> push((long) octet());                                 // BININT1
      case 'M' -> push((long) Short.toUnsignedInt(code.get(SHORT, take(2))));  // BININT2
      case 0x8a -> push(whole(octet()));                                // LONG1
      case 'G' -> push(code.get(DOUBLE, take(8)));                      // BINFLOAT
      case 'X' -> push(text(Integer.toUnsignedLong(code.get(INT, take(4)))));  // BINUNICODE
      case 0x8c, 'U' -> push(text(octet()));                            // SHORT_BINUNICODE, SHORT_BINSTRING
      case 0x8d -> push(text(code.get(LONG, take(8))));                 // BINUNICODE8
      case 'T' -> push(text(code.get(INT, take(4))));                   // BINSTRING
      case ']' -> push(new ArrayList<>());
      case '}' -> push(new LinkedHashMap<>());
      case ')' -> push(List.of());
      case 0x85, 0x86, 0x87 -> push(tuple(operation - 0x84));           // TUPLE1, TUPLE2, TUPLE3
      case 't', 'l' -> push(new ArrayList<>(popMark()));                // TUPLE, LIST
      case 'd' -> push(put(new LinkedHashMap<>(), popMark()));          // DICT
      case 'a' -> append(Collections.singletonList(pop()));
      case 'e' -> append(popMark());
      case 's' -> set(tuple(2));                                        // SETITEM
      case 'u' -> set(popMark());                                       // SETITEMS
      case 'q' -> memo.put(octet(), top());                             // BINPUT
      case 'r' -> memo.put(code.get(INT, take(4)), top());              // LONG_BINPUT
      case 0x94 -> memo.put(memo.size(), top());                        // MEMOIZE
      case 'h' -> push(remembered(octet()));                            // BINGET
      case 'j' -> push(remembered(code.get(INT, take(4))));             // LONG_BINGET
      case 'c' -> push(globals.named(line(), line()));                  // GLOBAL
      case 0x93 -> {                                                    // STACK_GLOBAL
        var names = tuple(2);
        if (!(names.get(0) instanceof String module && names.get(1) instanceof String name)) {
          throw wrong("has a name that is no text");
        }
        push(globals.named(module, name));
      }
      case 'R' -> {                                                     // REDUCE
        var call = tuple(2);
        push(globals.call(call.get(0), call.get(1)));
      }
      case 0x81 -> push(globals.made(tuple(2).getFirst()));             // NEWOBJ
      case 'b' -> {                                                     // BUILD
        var state = pop();
        if (top() instanceof TorchGlobals.Module module) module.attributes = state;
        else if (!(top() instanceof Map<?, ?>)) throw wrong("sets attributes of an object, which is not read");
      }
      case 'Q' -> push(globals.storage(pop()));                         // BINPERSID
      default -> throw wrong(String.format("has operation 0x%02x, which is not among those that build plain values",
          operation));
    }
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object pop() {
    if (stack.isEmpty()) throw wrong("takes a value where there is none");
    return stack.removeLast();
  }

  private Object top() {
    if (stack.isEmpty()) throw wrong("takes a value where there is none");
    return stack.getLast();
  }

  private void mark() {
    marked.push(stack);
    stack = new ArrayList<>();
  }

  /** What was pushed since the last mark. */
  private List<Object> popMark() {
    if (marked.isEmpty()) throw wrong("has no mark to go back to");
    var values = stack;
    stack = marked.pop();
    return values;
  }

  private List<Object> tuple(int n) {
    var values = new ArrayList<Object>();
    for (int i = 0; i < n; i++) values.add(pop());
    Collections.reverse(values);
    return values;
  }

  @SuppressWarnings("unchecked")
  private void append(List<Object> values) {
    if (!(top() instanceof ArrayList<?> list)) throw wrong("appends to what is no list");
    ((List<Object>) list).addAll(values);
  }

  @SuppressWarnings("unchecked")
  private void set(List<Object> keysAndValues) {
    if (!(top() instanceof Map<?, ?> map)) throw wrong("sets a key of what is no dict");
    put((Map<Object, Object>) map, keysAndValues);
  }

  private Map<Object, Object> put(Map<Object, Object> map, List<Object> keysAndValues) {
    if (keysAndValues.size() % 2 != 0) throw wrong("has a key without a value");
    for (int i = 0; i < keysAndValues.size(); i += 2) map.put(key(keysAndValues.get(i)), keysAndValues.get(i + 1));
    return map;
  }

  private Object key(Object value) {
    return switch (value) {
      case String s -> s;
      case Long l -> l;
      case Boolean b -> b;
      case null, default -> throw wrong("has a key that is neither text nor number");
    };
  }

  private Object remembered(int index) {
    if (!memo.containsKey(index)) throw wrong("takes value " + index + " out of its memo, which has none");
    return memo.get(index);
  }

  /** A two's complement integer of {@code n} bytes, the lowest first. */
  private Number whole(int n) {
    var bytes = code.asSlice(take(n), n).toArray(ValueLayout.JAVA_BYTE);
    if (n == 0) return 0L;
    for (int i = 0, j = n - 1; i < j; i++, j--) {
      byte low = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = low;
    }
    var value = new BigInteger(bytes);
    return value.bitLength() < 64 ? (Number) value.longValue() : value;
  }

  private String text(long length) {
    long start = take(length);
    Heap.require(file, "pickle", 2 * length);
    return new String(code.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private String line() {
    long start = at;
    while (octet() != '\n') continue;
    return new String(code.asSlice(start, Math.min(at - 1 - start, 1000)).toArray(ValueLayout.JAVA_BYTE),
        StandardCharsets.UTF_8);
  }

  private int octet() {
    return code.get(ValueLayout.JAVA_BYTE, take(1)) & 0xff;
  }

  /** The place of the next {@code n} bytes. */
  private long take(long n) {
    if (n < 0 || n > code.byteSize() - at) throw wrong("the file ends within it");
    at += n;
    return at - n;
  }

  private FormatException wrong(String problem) {
    return new FormatException(file, "pickle, byte " + Math.max(0, at - 1), problem);
  }
}
