package org.vitrail.cli.fusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.options.DownloadOption;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.MixedModel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flag that names a model of words and pictures. */
final class MixedModelOption {
  @Option(names = "--model", paramLabel = "MODEL", required = true,
      description = "A run of train chameleon or cm3leon, a folder of Chameleon (Hugging Face), or an id of Hugging Face.")
  private String name;

  @Mixin private DownloadOption download;

  MixedGenerator open(Console console) throws IOException {
    var path = Path.of(name);
    return MixedGenerator.open(Files.isDirectory(path) && MixedModel.isIn(path) ? path
        : download.find(name, console).folder());
  }
}
