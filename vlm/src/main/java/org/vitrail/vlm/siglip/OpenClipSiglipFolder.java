package org.vitrail.vlm.siglip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.vit.image.Size;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.ModelFolder;
import org.vitrail.vlm.StoredWeights;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.clip.ClipInput;
import org.vitrail.vlm.clip.OpenClipFolder;
import org.vitrail.vlm.clip.OpenClipPictures;
import org.vitrail.vlm.tower.TextTower;

/** SigLIP in a folder as open_clip's, which is read; it is written as {@link HfSiglipFolder}. */
public final class OpenClipSiglipFolder implements ModelFolder {
  private static final String CONFIG = "open_clip_config.json";

  @Override public boolean holds(Path path) throws IOException {
    var file = path.resolve(CONFIG);
    return Files.isRegularFile(file) && new ConfigReader(Json.readObject(file)).object("model_cfg").object("vision_cfg")
        .text("timm_model_name", "").contains("siglip");
  }

  @Override public VisionText open(Path folder) throws IOException {
    var json = new ConfigReader(Json.readObject(folder.resolve(CONFIG)));
    var model = json.object("model_cfg");
    try (var stored = ModelFiles.find(OpenClipFolder.weights(folder).toString()).open()) {
      var config = OpenClipSiglip.config(model);
      StoredWeights.require(stored, config.parameters());
      var siglip = Siglip.of(config, Init.of(0));
      StoredWeights.load(OpenClipSiglip.weights(siglip), stored);
      int side = config.image().input().height();
      var processor = OpenClipPictures.processor(json.object("preprocess_cfg"), side);
      return new VisionText(siglip, ClipInput.fitting(new Size(side, side), processor),
          texts(folder, config.text(), model.object("text_cfg")));
    } catch (IllegalArgumentException e) {
      throw new FormatException(folder, e.getMessage());
    }
  }

  private static TextInput texts(Path folder, TextTower.Config c, ConfigReader json) throws IOException {
    var input = SiglipTexts.open(folder, c, json);
    return json.object("tokenizer_kwargs").text("clean", "").equals("canonicalize")
        ? input.withSpelling(SiglipSpelling::repaired) : input;
  }

  @Override public boolean fits(DualEncoder model) {
    return false;
  }

  @Override public WeightMap weights(DualEncoder model) {
    return OpenClipSiglip.weights((Siglip) model);
  }

  @Override public void save(VisionText model, Path folder) {
    throw new IllegalArgumentException("SigLIP is not written in the layout of open_clip");
  }
}
