package org.vitrail.vlm.siglip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.io.TensorFile;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.image.Processor;
import org.vitrail.vit.image.Size;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.HuggingFaceFolder;
import org.vitrail.vlm.StoredWeights;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.clip.ClipInput;

/** SigLIP and SigLIP 2 in a folder of Hugging Face. */
public final class HfSiglipFolder extends HuggingFaceFolder {
  public HfSiglipFolder() {
    super("siglip", "siglip2");
  }

  @Override protected VisionText open(Path folder, ConfigReader json, TensorFile stored) throws IOException {
    var config = HfSiglip.config(json);
    StoredWeights.require(stored, config.parameters());
    var siglip = Siglip.of(config, Init.of(0));
    StoredWeights.load(HfSiglip.weights(siglip), stored);
    return new VisionText(siglip, processor(folder, config), SiglipTexts.open(folder, config.text(), json));
  }

  private static Processor processor(Path folder, Siglip.Config config) throws IOException {
    var file = folder.resolve(PROCESSOR);
    var input = config.image().input();
    if (!config.naflex()) {
      var size = new Size(input.height(), input.width());
      return ClipInput.fitting(size, Files.exists(file) ? Preprocessing.read(file)
          : Preprocessing.processor("siglip", Map.of("size", List.of(size.height(), size.width())), Backend.PIL));
    }
    return Files.exists(file) ? Preprocessing.read(file)
        : Preprocessing.processor("siglip2", Map.of("patch_size", input.patch(),
            "max_num_patches", config.image().rows() * config.image().columns()), Backend.PIL);
  }

  @Override public boolean fits(DualEncoder model) {
    return model instanceof Siglip;
  }

  @Override public WeightMap weights(DualEncoder model) {
    return HfSiglip.weights((Siglip) model);
  }

  @Override protected Map<String, Object> config(VisionText model) {
    return HfSiglip.json(((Siglip) model.model()).config(), model.input().padding());
  }

  /** SigLIP's class cuts nothing off. */
  @Override protected String processorType(VisionText model) {
    if (((Siglip) model.model()).config().naflex()) return "Siglip2ImageProcessor";
    return model.processor().crop() == null ? "SiglipImageProcessor" : super.processorType(model);
  }
}
