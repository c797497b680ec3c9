package org.vitrail.cli.fusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.contrastive.PictureFiles;
import org.vitrail.cli.options.DeviceOptions;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.cli.options.ThreadsOption;
import org.vitrail.kernels.Devices;
import org.vitrail.vlm.fusion.MixedGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vitrail caption}. */
@Command(
    name = "caption",
    description = "Say in words what is on pictures.",
    sortOptions = false,
    footer = {
      "  vitrail caption --model runs/chameleon-scenes circle.png",
      "  vitrail caption --model runs/chameleon-scenes pictures/ --json"
    })
public final class CaptionCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Pictures, or folders of them.")
  private List<Path> images;

  @Mixin private MixedModelOption model;
  @Mixin private PictureFiles pictures;
  @Mixin private DeviceOptions where;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption output;

  public CaptionCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    threads.apply();
    var files = PictureFiles.of(images);
    try (var generator = model.open(console)) {
      Devices.on(where.device(), () -> caption(generator, files));
    }
    return 0;
  }

  private int caption(MixedGenerator generator, List<Path> files) {
    var said = new ArrayList<Map<String, Object>>();
    pictures.each(files, console, shown -> {
      var caption = generator.caption(shown.picture());
      var line = new LinkedHashMap<String, Object>();
      line.put("image", shown.file().toString());
      line.put("caption", caption);
      said.add(line);
      if (!output.json) console.out().println(shown.file() + "  " + caption);
    });
    if (output.json) console.figures(Map.of("captions", said), true);
    return said.size();
  }
}
