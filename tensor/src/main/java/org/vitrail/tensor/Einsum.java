package org.vitrail.tensor;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Einstein summation: each axis has a letter; letters that the result does not name are summed over.
 * {@code "bqd,bkd->bqk"} is a product of matrices, {@code "bii->b"} a trace. A letter twice in one operand takes the
 * diagonal; {@code ...} stands for any axes, which broadcast; without {@code ->} the result has the letters that occur
 * once, in alphabetical order. Operands are multiplied from the left, each time as one batched matrix product.
 */
final class Einsum {
  private static final Pattern TERM = Pattern.compile("[a-zA-Z]*(\\.\\.\\.)?[a-zA-Z]*");
  /** The label of the last axis that "..." stands for; the one before it has the next character, and so on. */
  private static final char LAST_DOT = '\uE000';

  /** A tensor with one letter for each axis. */
  private record Labelled(Tensor tensor, String labels) {

    int size(int label) {
      return tensor.dim(labels.indexOf(label));
    }

    int size(String some) {
      return some.chars().map(this::size).reduce(1, (m, n) -> m * n);
    }

    /** The sums over all labels but those {@code kept}. */
    Labelled keep(IntPredicate kept) {
      var gone = IntStream.range(0, labels.length()).filter(axis -> !kept.test(labels.charAt(axis))).toArray();
      return gone.length == 0 ? this : new Labelled(tensor.sum(gone), only(labels, kept));
    }

    Tensor ordered(String order) {
      return tensor.permute(order.chars().map(labels::indexOf).toArray());
    }

    /** Batched matrices: each of the three groups of labels becomes one axis. */
    Tensor matrices(String batch, String rows, String columns) {
      return ordered(batch + rows + columns).reshape(size(batch), size(rows), size(columns));
    }

    /** The diagonals of axes that share a letter. */
    Labelled diagonals() {
      for (int j = 1; j < labels.length(); j++) {
        int i = labels.indexOf(labels.charAt(j));
        if (i == j) continue;
        var others = new StringBuilder(labels).deleteCharAt(j).deleteCharAt(i);
        return new Labelled(tensor.diagonal(i, j), others.append(labels.charAt(j)).toString()).diagonals();
      }
      return this;
    }

    boolean repeats(int label, Labelled other) {
      return size(label) == 1 && has(other.labels, label) && other.size(label) != 1;
    }
  }

  private Einsum() {}

  static Tensor of(String rule, Tensor... operands) {
    var sides = rule.replace(" ", "").split("->", -1);
    var terms = sides[0].split(",", -1);
    if (sides.length > 2 || terms.length != operands.length) {
      throw new ShapeException("einsum: '" + rule + "' names " + terms.length + " operands, " + operands.length
          + " given");
    }
    var inputs = new Labelled[terms.length];
    for (int i = 0; i < terms.length; i++) inputs[i] = label(rule, terms[i], operands[i]);
    var all = Arrays.stream(inputs).map(Labelled::labels).collect(Collectors.joining());
    var result = sides.length == 2 ? result(rule, sides[1], all) : onceOccurring(all, sides[0]);
    requireEqualSizes(rule, inputs);
    return contract(inputs, result);
  }

  private static Tensor contract(Labelled[] inputs, String result) {
    var product = inputs[0];
    for (int i = 1; i < inputs.length; i++) {
      var needed = Arrays.stream(inputs).skip(i + 1).map(Labelled::labels).collect(Collectors.joining()) + result;
      product = multiply(product, inputs[i], needed);
    }
    return product.keep(label -> has(result, label)).ordered(result);
  }

  /** Labels of both become batch axes if they are needed later, else the inner axis of a matrix product. */
  private static Labelled multiply(Labelled x, Labelled y, String needed) {
    var a = x.keep(label -> !x.repeats(label, y) && has(needed + y.labels, label));
    var b = y.keep(label -> !y.repeats(label, x) && has(needed + x.labels, label));
    var batch = only(a.labels, label -> has(b.labels, label) && has(needed, label));
    var inner = only(a.labels, label -> has(b.labels, label) && !has(needed, label));
    var rows = only(a.labels, label -> !has(b.labels, label));
    var columns = only(b.labels, label -> !has(a.labels, label));
    var c = a.matrices(batch, rows, inner).matmul(b.matrices(batch, inner, columns));
    var sizes = IntStream.concat((batch + rows).chars().map(a::size), columns.chars().map(b::size)).toArray();
    return new Labelled(c.reshape(Shape.of(sizes)), batch + rows + columns);
  }

  private static Labelled label(String rule, String term, Tensor x) {
    requireTerm(rule, term);
    int letters = term.replace(".", "").length();
    if (term.contains(".") ? letters > x.rank() : letters != x.rank()) {
      throw new ShapeException("einsum: '" + term + "' of '" + rule + "' does not name the axes of " + x.shape());
    }
    return new Labelled(x, term.replace("...", dots(x.rank() - letters))).diagonals();
  }

  private static String result(String rule, String term, String all) {
    requireTerm(rule, term);
    var labels = term.replace("...", only(sortedOnce(all), label -> label >= LAST_DOT));
    if (labels.chars().distinct().count() != labels.length() || labels.chars().anyMatch(label -> !has(all, label))) {
      throw new ShapeException("einsum: the result of '" + rule + "' must name letters of the operands, each once");
    }
    return labels;
  }

  private static String onceOccurring(String all, String written) {
    return only(sortedOnce(all), label -> label >= LAST_DOT) + only(sortedOnce(all),
        label -> label < LAST_DOT && written.indexOf(label) == written.lastIndexOf(label));
  }

  private static void requireTerm(String rule, String term) {
    if (!TERM.matcher(term).matches()) {
      throw new ShapeException("einsum: '" + term + "' of '" + rule + "' must be letters with at most one '...'");
    }
  }

  private static void requireEqualSizes(String rule, Labelled[] inputs) {
    for (var x : inputs) {
      for (var y : inputs) {
        for (int label : x.labels.chars().filter(l -> has(y.labels, l)).toArray()) {
          if (x.size(label) != y.size(label) && x.size(label) != 1 && y.size(label) != 1) {
            var axis = label >= LAST_DOT ? "..." : Character.toString(label);
            throw new ShapeException("einsum: axis '" + axis + "' of '" + rule + "' has " + x.size(label) + " and "
                + y.size(label));
          }
        }
      }
    }
  }

  /** Labels for {@code count} axes under "...". */
  private static String dots(int count) {
    var labels = new StringBuilder();
    for (int i = count - 1; i >= 0; i--) labels.append((char) (LAST_DOT + i));
    return labels.toString();
  }

  /** Each label once: the axes of "..." in their order, the letters in alphabetical order. */
  private static String sortedOnce(String labels) {
    var sorted = labels.chars().distinct().sorted().toArray();
    var letters = Arrays.stream(sorted).filter(label -> label < LAST_DOT).toArray();
    return dots(sorted.length - letters.length) + new String(letters, 0, letters.length);
  }

  private static String only(String labels, IntPredicate kept) {
    return labels.chars().filter(kept).mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static boolean has(String labels, int label) {
    return labels.indexOf(label) >= 0;
  }
}
