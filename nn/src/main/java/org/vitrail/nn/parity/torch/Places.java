package org.vitrail.nn.parity.torch;

/** {@code start:stop:step}; what was left out is null. */
record Places(Integer start, Integer stop, Integer step) {
  /** "...". */
  static final Places ELLIPSIS = new Places(null, null, 0);
}
