package org.vitrail.cli.contrastive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.options.DownloadOption;
import org.vitrail.vlm.VisionText;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flag that names a model of pictures and texts. */
final class VisionModel {
  @Option(names = "--model", paramLabel = "MODEL", required = true,
      description = "A run's folder, a folder of CLIP or SigLIP (Hugging Face, open_clip), or an id of Hugging Face.")
  String name;

  @Mixin private DownloadOption download;

  /** Where the model is. */
  Path folder(Console console) throws IOException {
    var path = Path.of(name);
    return Files.isDirectory(path) && VisionText.isIn(path) ? path : download.find(name, console).folder();
  }

  VisionText open(Console console) throws IOException {
    return VisionText.open(folder(console));
  }
}
