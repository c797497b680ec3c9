package org.vitrail.tensor;

/** Holds the recorder of the current thread. */
final class Recording {
  static final ScopedValue<Recorder> CURRENT = ScopedValue.newInstance();
  static final Recorder NOBODY = null;

  private Recording() {}
}
