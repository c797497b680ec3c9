package org.vitrail.cli.options;

import java.io.IOException;

/** A command of which some flags may stand in a file that another flag names. */
public interface Configurable {
  /** Values for flags that the command line does not give; null for none. */
  Settings settings() throws IOException;
}
