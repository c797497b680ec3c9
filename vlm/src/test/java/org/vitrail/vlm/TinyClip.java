package org.vitrail.vlm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.Tokenizers;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.Init;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.clip.Clip;

/** The small model for scenes with random weights. */
public final class TinyClip {
  private TinyClip() {}

  public static VisionText create(long seed) {
    var tokens = words();
    var model = Clip.of(Clip.Config.small(tokens.size(), Vocabulary.LENGTH, Vocabulary.EOS), Init.of(seed));
    return new VisionText(model, Preprocessing.processor("clip", Map.of("size", 32, "crop_size", 32,
        "image_mean", List.of(0.5, 0.5, 0.5), "image_std", List.of(0.5, 0.5, 0.5)), Backend.PIL),
        new TextInput(tokens, Vocabulary.LENGTH, Vocabulary.PAD));
  }

  /** The words of scenes between {@code [BOS]} and {@code [EOS]}. */
  public static Tokenizer words() {
    try {
      var folder = Files.createTempDirectory("words");
      Symbols.captions(Vocabulary.WORDS).save(folder);
      return Tokenizers.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
