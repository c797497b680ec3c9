package org.vitrail.vlm.clip;

import java.io.IOException;
import java.nio.file.Path;
import org.vitrail.vit.image.Processor;
import org.vitrail.vit.image.Size;
import org.vitrail.vit.image.Sizing;
import org.vitrail.vlm.TextInput;

/** Settings for pictures and tokenizers that fit a model. */
final class ClipInput {
  private ClipInput() {}

  /**
   * The processor, if the size that it gives to pictures is the model's.
   *
   * @throws IllegalArgumentException if it is not
   */
  static Processor fitting(Clip.Config c, Processor processor) {
    var size = processor.crop() == null && processor.sizing() instanceof Sizing.Exact(var exact) ? exact : processor.crop();
    var expected = new Size(c.image().height(), c.image().width());
    if (size == null || size.equals(expected)) return processor;
    throw new IllegalArgumentException("the settings for pictures make " + size.width() + " by " + size.height()
        + " pixels of them, the model takes " + expected.width() + " by " + expected.height());
  }

  /**
   * The tokenizer in a folder, if all its tokens are in the model's vocabulary.
   *
   * @throws IllegalArgumentException if they are not
   */
  static TextInput texts(Path folder, Clip.Config c) throws IOException {
    var input = TextInput.open(folder, c.text().context(), 0);
    if (input.tokenizer().size() <= c.text().vocabulary()) return input;
    throw new IllegalArgumentException("the tokenizer has " + input.tokenizer().size() + " tokens, the model only "
        + c.text().vocabulary());
  }
}
