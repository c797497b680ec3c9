package org.vitrail.vlm.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.tensor.io.FormatException;

/**
 * The rows of a text table, one after the other. Separated by tabs, a row is a line, and a cell within quotes loses them.
 * Separated by anything else, a cell within quotes may hold the separator, line ends, and quotes as two (RFC 4180).
 * Lines that are empty are left out.
 */
final class Rows {
  private static final int MOST_CELLS = 1000;

  private final Path file;
  private final String text;
  private final char separator;
  private int at;
  private int line = 1;
  private int rowLine;

  Rows(Path file, String text, char separator) {
    this.file = file;
    this.text = text;
    this.separator = separator;
  }

  /** The cells of the next row without the blanks around them, null after the last. */
  List<String> next() {
    while (at < text.length() && atLineEnd()) skipLineEnd();
    if (at == text.length()) return null;
    rowLine = line;
    var cells = new ArrayList<String>();
    while (true) {
      cells.add(cell().strip());
      if (cells.size() > MOST_CELLS) throw new FormatException(file, place(), "has more than " + MOST_CELLS + " cells");
      if (at == text.length()) return cells;
      if (atLineEnd()) {
        skipLineEnd();
        return cells;
      }
      at++;
    }
  }

  /** Where the last row began. */
  String place() {
    return "line " + rowLine;
  }

  private String cell() {
    boolean quoted = at < text.length() && text.charAt(at) == '"';
    return quoted && separator != '\t' ? quoted() : unquoted(plain());
  }

  /** Up to the next separator or line end. */
  private String plain() {
    int from = at;
    while (at < text.length() && text.charAt(at) != separator && !atLineEnd()) at++;
    return text.substring(from, at);
  }

  private String unquoted(String cell) {
    boolean within = separator == '\t' && cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
    return within ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell;
  }

  /** From a quote to the one that closes it, and what may follow that. */
  private String quoted() {
    var cell = new StringBuilder();
    int from = ++at;
    while (true) {
      int quote = text.indexOf('"', from);
      if (quote < 0) throw new FormatException(file, place(), "a quote is opened and never closed; close or remove it");
      cell.append(text, from, quote);
      if (quote + 1 == text.length() || text.charAt(quote + 1) != '"') {
        countLines(at, quote);
        at = quote + 1;
        return cell.append(plain()).toString();
      }
      cell.append('"');
      from = quote + 2;
    }
  }

  private void countLines(int from, int to) {
    for (int i = from; i < to; i++) if (text.charAt(i) == '\n') line++;
  }

  private boolean atLineEnd() {
    return text.charAt(at) == '\n' || text.charAt(at) == '\r';
  }

  private void skipLineEnd() {
    if (text.charAt(at++) == '\r' && at < text.length() && text.charAt(at) == '\n') at++;
    line++;
  }
}
