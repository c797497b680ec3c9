package org.vitrail.llm.generate.constrain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts of JSON (RFC 8259). A space or a line break with at most 20 spaces may stand between tokens, and numbers
 * have at most 18 digits before the point, so that no text grows without meaning.
 */
final class JsonParts {
  private static final Part SPACE = Part.choice(Part.EMPTY, Part.text(" "),
      Part.sequence(Part.text("\n"), Part.repeat(Part.text(" "), 0, 20)));
  private static final Part DIGIT = Part.bytes('0', '9');
  static final Part WHOLE = Part.choice(Part.text("0"), Part.sequence(Part.bytes('1', '9'), Part.repeat(DIGIT, 0, 17)));
  static final Part FRACTION = Part.sequence(Part.text("."), Part.repeat(DIGIT, 1, 15));
  static final Part INTEGER = Part.sequence(Part.optional(Part.text("-")), WHOLE);
  static final Part NUMBER = Part.sequence(INTEGER, Part.optional(FRACTION), Part.optional(Part.sequence(
      Part.choice(Part.text("e"), Part.text("E")), Part.optional(Part.choice(Part.text("+"), Part.text("-"))),
      Part.repeat(DIGIT, 1, 2))));
  static final Part BOOLEAN = Part.choice(Part.text("true"), Part.text("false"));
  static final Part NULL = Part.text("null");

  /**
   * A member of an object.
   *
   * @param required whether it may not be left out
   */
  record Member(String name, Part value, boolean required) {}

  private final Machine machine;
  private int value = -1;
  private int character = -1;

  JsonParts(Machine machine) {
    this.machine = machine;
  }

  /** Any value. */
  Part value() {
    if (value < 0) {
      value = machine.rule();
      machine.define(value, Part.choice(object(List.of(), value()), array(value(), 0, Part.UNBOUNDED),
          string(0, Part.UNBOUNDED), NUMBER, BOOLEAN, NULL));
    }
    return Part.call(value);
  }

  /** A string of {@code min} to {@code max} characters. */
  Part string(int min, int max) {
    return quoted(Part.repeat(character(), min, max));
  }

  static Part quoted(Part content) {
    return Part.sequence(Part.text("\""), content, Part.text("\""));
  }

  /** One character of a string, as it is or behind a backslash; not half of a surrogate pair. */
  private Part character() {
    if (character < 0) {
      character = machine.rule();
      var hex = Part.choice(DIGIT, Part.bytes('a', 'f'), Part.bytes('A', 'F'));
      var code = Part.choice(
          Part.sequence(Part.choice(DIGIT, Part.bytes('a', 'c'), Part.bytes('A', 'C'), Part.bytes('e', 'f'),
              Part.bytes('E', 'F')), hex),
          Part.sequence(Part.choice(Part.text("d"), Part.text("D")), Part.bytes('0', '7')));
      var escape = Part.choice(List.of("\"", "\\", "/", "b", "f", "n", "r", "t").stream().map(Part::text).toList());
      machine.define(character, Part.choice(Spelling.UTF8.of(Spelling.Escapes.NEEDED.not()),
          Part.sequence(Part.text("\\"), Part.choice(escape, Part.sequence(Part.text("u"), code, hex, hex)))));
    }
    return Part.call(character);
  }

  /** {@code min} to {@code max} items. */
  Part array(Part item, int min, int max) {
    var next = Part.sequence(Part.text(","), SPACE, item);
    var some = Part.sequence(item,
        Part.repeat(next, Math.max(0, min - 1), max == Part.UNBOUNDED ? max : Math.max(0, max - 1)), SPACE);
    var content = max == 0 ? Part.EMPTY : min == 0 ? Part.optional(some) : some;
    return Part.sequence(Part.text("["), SPACE, content, Part.text("]"));
  }

  /**
   * The members that are given, in their order, then any number of others.
   *
   * @param others the value of a member that is none of those given; null if there may be none
   */
  Part object(List<Member> members, Part others) {
    return Part.sequence(Part.text("{"), SPACE, (machine, from) -> members(members, others, machine, from),
        Part.text("}"));
  }

  /** Two nodes before each member: {@code none} where no member has been written yet, {@code some} where one has. */
  private int members(List<Member> members, Part others, Machine machine, int from) {
    var comma = Part.sequence(Part.text(","), SPACE);
    int none = from;
    int some = machine.node();
    for (var member : members) {
      int begin = machine.node();
      machine.empty(none, begin);
      machine.empty(comma.add(machine, some), begin);
      int end = pair(Part.text(Spelling.Escapes.quote(member.name)), member.value).add(machine, begin);
      int nextSome = machine.node();
      machine.empty(end, nextSome);
      if (!member.required) machine.empty(some, nextSome);
      int nextNone = machine.node();
      if (!member.required) machine.empty(none, nextNone);
      some = nextSome;
      none = nextNone;
    }
    if (others != null) {
      int begin = machine.node();
      machine.empty(none, begin);
      machine.empty(comma.add(machine, some), begin);
      machine.empty(pair(otherName(members.stream().map(Member::name).toList()), others).add(machine, begin), some);
    }
    int to = machine.node();
    machine.empty(none, to);
    machine.empty(SPACE.add(machine, some), to);
    return to;
  }

  private static Part pair(Part name, Part value) {
    return Part.sequence(name, Part.text(":"), SPACE, value);
  }

  /** A name that is none of {@code names}: it parts from each of them at a character that is written as it is. */
  private Part otherName(List<String> names) {
    var tails = Part.repeat(character(), 0, Part.UNBOUNDED);
    return names.isEmpty() ? string(0, Part.UNBOUNDED) : quoted(otherThan(names, tails));
  }

  private Part otherThan(List<String> names, Part tails) {
    var byFirst = new TreeMap<Integer, List<String>>();
    boolean taken = false;
    for (var name : names) {
      if (name.isEmpty()) {
        taken = true;
      } else {
        int c = name.codePointAt(0);
        byFirst.computeIfAbsent(c, first -> new ArrayList<>()).add(name.substring(Character.charCount(c)));
      }
    }
    var parts = new ArrayList<Part>();
    if (!taken) parts.add(Part.EMPTY);
    var firsts = CodePoints.of(String.join("", byFirst.keySet().stream().map(Character::toString).toList()));
    parts.add(Part.sequence(Spelling.UTF8.of(CodePoints.union(firsts, Spelling.Escapes.NEEDED).not()), tails));
    for (Map.Entry<Integer, List<String>> next : byFirst.entrySet()) {
      parts.add(Part.sequence(Spelling.JSON.of(CodePoints.of(next.getKey(), next.getKey())),
          otherThan(next.getValue(), tails)));
    }
    return Part.choice(parts);
  }
}
