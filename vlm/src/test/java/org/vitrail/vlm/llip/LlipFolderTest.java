package org.vitrail.vlm.llip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.nn.Init;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.VisionText;

class LlipFolderTest {
  private static final Llip.Config CONFIG = Llip.Config.small(600, 16, 1);

  @Test void whatIsSavedIsOpenedAgain(@TempDir Path folder) throws IOException, URISyntaxException {
    var spiece = Path.of(getClass().getResource("/siglip/spiece.model").toURI());
    var vision = new VisionText(Llip.of(CONFIG, Init.of(1)), Preprocessing.processor("clip",
        Map.of("size", List.of(32, 32), "do_center_crop", false), Backend.PIL), TextInput.open(spiece, 16, 0));
    vision.save(folder);
    var opened = VisionText.open(folder);
    assertEquals(CONFIG, ((Llip) opened.model()).config());
    var pictures = List.of(new Picture(32, 32, 3, new byte[32 * 32 * 3]));
    var texts = List.of("two dogs", "a red cat");
    assertArrayEquals(vision.scores(pictures, texts), opened.scores(pictures, texts));

    var config = folder.resolve("config.json");
    var json = Files.readString(config);
    Files.writeString(config, json.replaceFirst("(\"mixture_tokens\" *: *)8", "$11000000000"));
    var e = assertThrows(FormatException.class, () -> VisionText.open(folder));
    assertTrue(e.getMessage().contains("they do not belong together"), e.getMessage());
    Files.writeString(config, json);
    Files.delete(folder.resolve("preprocessor_config.json"));
    assertThrows(FormatException.class, () -> VisionText.open(folder));
  }
}
