package org.vitrail.cli.options;

import picocli.CommandLine.Option;

/** The flag of every command that ends in figures. */
public final class JsonOption {
  @Option(names = "--json", description = "Print the figures as one JSON object on standard output.")
  public boolean json;
}
