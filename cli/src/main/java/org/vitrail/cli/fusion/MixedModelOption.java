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
  private static final String SCENES = "scenes";

  @Option(names = "--model", paramLabel = "MODEL", defaultValue = SCENES,
      description = "A run of train chameleon, cm3leon or instruct, a folder of Chameleon (Hugging Face), an id of Hugging "
          + "Face, or scenes, the small one that comes with Vitrail (${DEFAULT-VALUE}).")
  private String name;

  @Mixin private DownloadOption download;

  MixedGenerator open(Console console) throws IOException {
    if (name.equals(SCENES)) return new MixedGenerator(MixedModel.scenes());
    var path = Path.of(name);
    return MixedGenerator.open(Files.isDirectory(path) && MixedModel.isIn(path) ? path
        : download.find(name, console).folder());
  }
}
