package org.vitrail.vlm.siglip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.io.Json;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.clip.ClipInput;
import org.vitrail.vlm.tower.TextTower;

/**
 * The tokenizer in a folder of SigLIP: a SentencePiece model, or SigLIP 2's, which is Gemma's. What class of
 * transformers it belongs to says how texts are spelled; texts fill up the whole context.
 */
final class SiglipTexts {
  /** What fills SigLIP's texts up where no file says it. */
  private static final int PADDING = 1;

  private final Path folder;
  private final ConfigReader settings;

  private SiglipTexts(Path folder) throws IOException {
    this.folder = folder;
    var file = folder.resolve("tokenizer_config.json");
    settings = new ConfigReader(Files.exists(file) ? Json.readObject(file) : Map.of());
  }

  static TextInput open(Path folder, TextTower.Config c, ConfigReader model) throws IOException {
    return new SiglipTexts(folder).input(c, model);
  }

  private TextInput input(TextTower.Config c, ConfigReader model) throws IOException {
    var input = spelled(ClipInput.texts(folder, c));
    int id = padding() == null ? -1 : input.tokenizer().id(padding());
    return input.withPadding(id >= 0 ? id : model.object("text_config").integer("pad_token_id", PADDING));
  }

  private TextInput spelled(TextInput input) {
    boolean alone = !settings.has("tokenizer_class") && Files.exists(folder.resolve("spiece.model"));
    var type = settings.text("tokenizer_class", alone ? "SiglipTokenizer" : "").replaceFirst("Fast$", "");
    return switch (type) {
      case "SiglipTokenizer" -> input.withSpelling(settings.flag("do_lower_case", true) ? SiglipSpelling::canonical
          : SiglipSpelling::withoutPunctuation);
      case "Siglip2Tokenizer", "GemmaTokenizer" -> input.withSpelling(SiglipSpelling::lower);
      default -> input;
    };
  }

  /** The token that fills up, which the files give as a text or an object; null where they do not. */
  private String padding() {
    return settings.values().get("pad_token") instanceof Map<?, ?> ? settings.object("pad_token").text("content", null)
        : settings.text("pad_token", null);
  }
}
