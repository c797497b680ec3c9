package org.vitrail.cli;

import picocli.CommandLine.Option;

/** The flag of every command that ends in figures. */
final class JsonOption {
  @Option(names = "--json", description = "Print the figures as one JSON object on standard output.")
  boolean json;
}
