package org.vitrail.tensor.io;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;

/**
 * The header of a npy file, a Python dictionary such as
 * {@code {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }}: the elements' type and byte order, whether the
 * first axis runs fastest, and the shape.
 */
record NpyHeader(Encoding encoding, ByteOrder order, boolean fortran, Shape shape) {

  static NpyHeader parse(Path file, String place, String text) {
    return new Parser(file, place, text).header();
  }

  /** Reads just as much of Python's literals as a header may hold. */
  private static final class Parser {
    private final Path file;
    private final String place;
    private final String text;
    private int at;

    Parser(Path file, String place, String text) {
      this.file = file;
      this.place = place;
      this.text = text;
    }

    NpyHeader header() {
      String descr = null;
      Boolean fortran = null;
      Shape shape = null;
      expect('{');
      while (!accept('}')) {
        var key = string();
        expect(':');
        switch (key) {
          case "descr" -> descr = once(key, descr, string());
          case "fortran_order" -> fortran = once(key, fortran, truth());
          case "shape" -> shape = once(key, shape, shape());
          default -> throw wrong("expected 'descr', 'fortran_order' or 'shape', found " + FormatException.quote(key));
        }
        if (!accept(',')) {
          expect('}');
          break;
        }
      }
      peek();
      if (at < text.length()) throw wrong("expected nothing after '}'");
      if (descr == null || fortran == null || shape == null) {
        throw wrong("expected all of 'descr', 'fortran_order' and 'shape'");
      }
      var order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      return new NpyHeader(encoding(descr), order, fortran, shape);
    }

    private <T> T once(String key, T before, T value) {
      if (before != null) throw wrong("'" + key + "' occurs twice");
      return value;
    }

    private String string() {
      char mark = peek();
      if (mark != '\'' && mark != '"') throw wrong("expected a string; structured types are not read");
      int end = text.indexOf(mark, at + 1);
      if (end < 0) throw wrong("a string does not end");
      var string = text.substring(at + 1, end);
      at = end + 1;
      return string;
    }

    private boolean truth() {
      peek();
      for (boolean value : new boolean[] {true, false}) {
        var name = value ? "True" : "False";
        if (text.startsWith(name, at)) {
          at += name.length();
          return value;
        }
      }
      throw wrong("expected True or False");
    }

    private Shape shape() {
      expect('(');
      List<Integer> sizes = new ArrayList<>();
      while (!accept(')')) {
        sizes.add(size());
        if (!accept(',')) {
          if (sizes.size() == 1) throw wrong("expected ',' after the only size of a shape");
          expect(')');
          break;
        }
      }
      try {
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
      } catch (ShapeException e) {
        throw wrong("the shape has more than 2147483647 elements, the most a tensor can hold");
      }
    }

    /** A size; Python 2 ended some of them with an L. */
    private int size() {
      peek();
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
      try {
        int size = Integer.parseInt(text, start, at, 10);
        if (at < text.length() && text.charAt(at) == 'L') at++;
        return size;
      } catch (NumberFormatException e) {
        throw wrong("expected a size from 0 to 2147483647");
      }
    }

    /** Byte order, kind and width; the order of single bytes is said to be {@code |}. */
    private Encoding encoding(String descr) {
      if (!descr.matches("[<>][iuf][248]|[<>|][bui]1")) {
        throw wrong("type " + FormatException.quote(descr) + " is not read, only booleans, integers and floats such as "
            + "'|b1', '<i4' and '>f8'");
      }
      return switch (descr.charAt(1)) {
        case 'b' -> Encoding.BOOL;
        case 'u' -> width(descr, Encoding.U8, Encoding.U16, Encoding.U32, Encoding.U64);
        case 'i' -> width(descr, Encoding.I8, Encoding.I16, Encoding.I32, Encoding.I64);
        default -> width(descr, null, Encoding.F16, Encoding.F32, Encoding.F64);
      };
    }

    private static Encoding width(String descr, Encoding... narrowestFirst) {
      return narrowestFirst[Integer.numberOfTrailingZeros(descr.charAt(2) - '0')];
    }

    /** The next character that is not white; 0 at the end. */
    private char peek() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
      return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean accept(char c) {
      if (peek() != c) return false;
      at++;
      return true;
    }

    private void expect(char c) {
      if (!accept(c)) throw wrong("expected '" + c + "'");
    }

    private FormatException wrong(String problem) {
      return new FormatException(file, place + "header, character " + at, problem);
    }
  }

  /** As NumPy writes it, with room for the first axis to grow in place. */
  String text() {
    var sizes = new StringBuilder();
    for (int size : shape.sizes()) sizes.append(sizes.isEmpty() ? "" : ", ").append(size);
    if (shape.rank() == 1) sizes.append(',');
    int spare = shape.rank() == 0 ? 0 : 21 - Integer.toString(shape.dim(0)).length();
    return "{'descr': '" + descr() + "', 'fortran_order': False, 'shape': (" + sizes + "), }" + " ".repeat(spare);
  }

  private String descr() {
    return switch (encoding) {
      case F32 -> "<f4";
      case F64 -> "<f8";
      case I32 -> "<i4";
      default -> throw new IllegalArgumentException("arrays are not written as " + encoding);
    };
  }
}
