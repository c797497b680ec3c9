package org.vitrail.vlm.clip;

import java.io.IOException;
import java.nio.file.Path;
import org.vitrail.vit.image.Processor;
import org.vitrail.vit.image.Size;
import org.vitrail.vit.image.Sizing;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.tower.TextTower;

/** Settings for pictures and tokenizers that fit a model. */
public final class ClipInput {
  private ClipInput() {}

  /**
   * The processor, if the size that it gives to pictures is the model's.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Processor fitting(Size expected, Processor processor) {
    boolean isSqueezed = processor.crop() == null && processor.sizing() instanceof Sizing.Exact;
    var size = isSqueezed ? ((Sizing.Exact) processor.sizing()).size() : processor.crop();
    if (size == null || size.equals(expected)) return processor;
    throw new IllegalArgumentException("the settings for pictures make " + size.width() + " by " + size.height()
        + " pixels of them, the model takes " + expected.width() + " by " + expected.height());
  }

  /**
   * The tokenizer in a folder, if all its tokens are in the model's vocabulary.
   *
   * @throws IllegalArgumentException if they are not
   */
  public static TextInput texts(Path folder, TextTower.Config c) throws IOException {
    var input = TextInput.open(folder, c.context(), 0);
    if (input.tokenizer().size() <= c.vocabulary()) return input;
    throw new IllegalArgumentException("the tokenizer has " + input.tokenizer().size() + " tokens, the model only "
        + c.vocabulary());
  }
}
