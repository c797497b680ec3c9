package org.vitrail.llm.generate.constrain;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A part of a language, which adds its nodes to a machine. Used twice it is there twice. */
@FunctionalInterface
interface Part {
  /** No end of a repetition. */
  int UNBOUNDED = -1;

  /** Adds all that this part stands for behind the node {@code from}; returns the node behind it. */
  int add(Machine machine, int from);

  /** Nothing at all: the empty text. */
  Part EMPTY = (machine, from) -> from;

  /** What no text is. */
  Part NEVER = (machine, from) -> machine.node();

  /** One byte, {@code low} to {@code high}. */
  static Part bytes(int low, int high) {
    return (machine, from) -> {
      int to = machine.node();
      machine.bytes(from, low, high, to);
      return to;
    };
  }

  static Part text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return (machine, from) -> {
      int at = from;
      for (byte b : bytes) at = bytes(b & 0xFF, b & 0xFF).add(machine, at);
      return at;
    };
  }

  static Part sequence(Part... parts) {
    return (machine, from) -> {
      int at = from;
      for (var part : parts) at = part.add(machine, at);
      return at;
    };
  }

  static Part choice(List<Part> parts) {
    if (parts.size() == 1) return parts.getFirst();
    return (machine, from) -> {
      int to = machine.node();
      for (var part : parts) machine.empty(part.add(machine, from), to);
      return to;
    };
  }

  static Part choice(Part... parts) {
    return choice(List.of(parts));
  }

  static Part optional(Part part) {
    return choice(EMPTY, part);
  }

  /** {@code part} at least {@code min} times and at most {@code max}, which may be {@link #UNBOUNDED}. */
  static Part repeat(Part part, int min, int max) {
    return (machine, from) -> {
      int at = from;
      for (int i = 0; i < min; i++) at = part.add(machine, at);
      return max == UNBOUNDED ? loop(part, machine, at) : more(part, max - min, machine, at);
    };
  }

  private static int loop(Part part, Machine machine, int from) {
    int loop = machine.node();
    machine.empty(from, loop);
    machine.empty(part.add(machine, loop), loop);
    return loop;
  }

  private static int more(Part part, int most, Machine machine, int from) {
    int to = machine.node();
    int at = from;
    for (int i = 0; i < most; i++) {
      machine.empty(at, to);
      at = part.add(machine, at);
    }
    machine.empty(at, to);
    return to;
  }

  /** Follows a rule. */
  static Part call(int rule) {
    return (machine, from) -> {
      int to = machine.node();
      machine.call(from, rule, to);
      return to;
    };
  }
}
