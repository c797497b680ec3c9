package org.vitrail.vlm.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.vit.Vit;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.ModelFolder;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.tower.ResNetTower;
import org.vitrail.vlm.tower.TextPooling;
import org.vitrail.vlm.tower.TextTower;
import org.vitrail.vlm.tower.VitTower;

class FoldersTest {
  private static final List<String> TEXTS = List.of("a red circle", "two blue squares above a green ring", "yes");

  @TempDir private Path temporary;

  private VisionText model(Clip.Config config) throws IOException {
    var words = temporary.resolve("words");
    Symbols.captions(Vocabulary.WORDS).save(words);
    int side = config.image().height();
    var processor = Preprocessing.processor("clip", Map.of("size", side, "crop_size", side, "image_mean",
        List.of(0.5, 0.4, 0.3), "image_std", List.of(0.5, 0.6, 0.7)), Backend.PIL);
    return new VisionText(Clip.of(config, Init.of(5)), processor, TextInput.open(words, config.text().context(), 0));
  }

  private static Clip.Config small() {
    return Clip.Config.small(79, 18, Vocabulary.EOS);
  }

  /** Everything in which open_clip's models differ from the small one. */
  private static Clip.Config other(TextPooling pooling) {
    var block = new Block.Config(24, 3, 48, 1e-4, Activation.GELU, false, true, false, 0.3, 0, 0, false);
    var vit = new Vit.Config(new Vit.Input(32, 32, 3, 8), Vit.Tokens.CLASS, new Vit.Entry(false, false), 2, block,
        new Vit.Head(Vit.Pooling.MEAN, true, false, 0));
    var text = new TextTower.Config(100, 9, 1, block, pooling, 20, true);
    return new Clip.Config(new VitTower.Config(vit, 20), text, 2, -3.0);
  }

  private static Clip.Config resNet() {
    var text = small().text();
    return new Clip.Config(new ResNetTower.Config(List.of(1, 2, 1, 1), 4, 32, 2, 64), text, Clip.LOG_SCALE, null);
  }

  private static Clip.Config tiny() {
    var vit = ((VitTower.Config) small().image()).vit();
    var block = new Block.Config(8, 2, 16, 1e-5, Activation.GELU, false, true, false, 0, 0, 0, false);
    var causal = new Block.Config(8, 2, 16, 1e-5, Activation.GELU, false, true, false, 0, 0, 0, true);
    var tiny = new Vit.Config(new Vit.Input(16, 16, 3, 8), vit.tokens(), vit.entry(), 1, block, vit.head());
    return new Clip.Config(new VitTower.Config(tiny, 8),
        new TextTower.Config(79, 9, 1, causal, new TextPooling.FirstOf(78), 8, false), Clip.LOG_SCALE, null);
  }

  private static void assertSame(VisionText expected, VisionText actual) {
    var pictures = List.of(picture(40, 50, 1), picture(32, 32, 2));
    var a = expected.scores(pictures, TEXTS);
    var b = actual.scores(pictures, TEXTS);
    for (int i = 0; i < a.length; i++) assertArrayEquals(a[i], b[i], 1e-5);
    assertEquals(((Clip) expected.model()).config(), ((Clip) actual.model()).config());
  }

  private static Picture picture(int width, int height, int seed) {
    var pixels = new byte[width * height * 3];
    new Random(seed).nextBytes(pixels);
    return new Picture(width, height, 3, pixels);
  }

  @Test void huggingFaceKeepsAll() throws IOException {
    var model = model(small());
    var folder = temporary.resolve("saved");
    model.save(folder);
    assertTrue(Files.exists(folder.resolve("tokenizer.json")));
    assertTrue(VisionText.isIn(folder));
    assertSame(model, VisionText.open(folder));
    var again = temporary.resolve("again");
    VisionText.open(folder).save(again);
    assertSame(model, VisionText.open(again));
  }

  @Test void openClipKeepsAll() throws IOException {
    var layout = new OpenClipFolder();
    for (var config : List.of(small(), resNet(), other(new TextPooling.First()), other(new TextPooling.Last()),
        other(new TextPooling.LargestId()), other(new TextPooling.FirstOf(78)))) {
      var model = model(config);
      layout.save(model, temporary.resolve("saved"));
      assertSame(model, VisionText.open(temporary.resolve("saved")));
    }
  }

  @Test void aResNetIsSavedAsOpenClips() throws IOException {
    model(resNet()).save(temporary.resolve("saved"));
    assertTrue(Files.exists(temporary.resolve("saved/open_clip_config.json")));
  }

  @Test void aRunIsOpenedByItsModel() throws IOException {
    var model = model(small());
    model.save(temporary.resolve("run/model"));
    assertSame(model, VisionText.open(temporary.resolve("run")));
  }

  @Test void openAisFileNeedsNoConfiguration() throws IOException {
    var block = new Block.Config(64, 1, 256, 1e-5, Activation.QUICK_GELU, false, true, false, 0, 0, 0, false);
    var causal = new Block.Config(64, 1, 256, 1e-5, Activation.QUICK_GELU, false, true, false, 0, 0, 0, true);
    var text = new TextTower.Config(79, 18, 2, causal, new TextPooling.LargestId(), 64, false);
    var vit = new Vit.Config(new Vit.Input(32, 32, 3, 8), Vit.Tokens.CLASS,
        new Vit.Entry(false, true), 2, block, new Vit.Head(Vit.Pooling.CLASS, false, false, 0));
    for (var image : List.of(new VitTower.Config(vit, 64), new ResNetTower.Config(List.of(1, 1, 2, 1), 4, 64, 2, 64))) {
      var model = model(new Clip.Config(image, text, Clip.LOG_SCALE, null));
      var folder = temporary.resolve("openai");
      model.input().files().write(folder);
      var tensors = OpenClip.weights((Clip) model.model()).tensors();
      var file = folder.resolve("clip.safetensors");
      Safetensors.write(file, tensors, Map.of());
      var problem = assertThrows(FormatException.class, () -> VisionText.open(file));
      var remedy = "put the model's open_clip_config.json beside it";
      assertTrue(problem.getMessage().endsWith(remedy), problem.getMessage());
      tensors.put("input_resolution", Tensor.of(new int[] {image.height()}, 1));
      Safetensors.write(file, tensors, Map.of());
      assertEquals(((Clip) model.model()).config(), ((Clip) VisionText.open(file).model()).config());
    }
  }

  @Test void theOldEndMeansTheLargestId() throws IOException {
    var c = small().text();
    var text = new TextTower.Config(c.vocabulary(), c.context(), c.depth(), c.block(), new TextPooling.LargestId(),
        c.out(), false);
    var model = model(new Clip.Config(small().image(), text, Clip.LOG_SCALE, null));
    new HfClipFolder().save(model, temporary.resolve("saved"));
    var json = Json.readObject(temporary.resolve("saved/config.json"));
    assertEquals(2L, ((Number) ((Map<?, ?>) json.get("text_config")).get("eos_token_id")).longValue());
    assertSame(model, VisionText.open(temporary.resolve("saved")));
  }

  @Test void saysWhatIsMissing() throws IOException {
    assertProblem(temporary.resolve("nothing"), "there is no such file or folder");
    assertProblem(temporary, "there is no model of pictures and texts here");
    assertFalse(VisionText.isIn(temporary));
    var model = model(small());
    var folder = temporary.resolve("saved");
    model.save(folder);
    Files.delete(folder.resolve("tokenizer.json"));
    assertProblem(folder, "there is no tokenizer.json");
    model.save(folder);
    Files.delete(folder.resolve("model.safetensors"));
    assertProblem(folder, "there is no model in");
  }

  @Test void saysWhatDoesNotBelongTogether() throws IOException {
    var folder = temporary.resolve("saved");
    var layout = new HfClipFolder();
    layout.save(model(small()), folder);
    change(folder.resolve("config.json"), "\"patch_size\":4", "\"patch_size\":5");
    assertProblem(folder, "pictures of 32 by 32 pixels are not whole patches of 5");
    layout.save(model(small()), folder);
    change(folder.resolve("config.json"), "\"num_hidden_layers\":3", "\"num_hidden_layers\":2000000000");
    assertProblem(folder, "they do not belong together");
    layout.save(model(small()), folder);
    change(folder.resolve("config.json"), "\"num_attention_heads\":4", "\"num_attention_heads\":5");
    assertProblem(folder, "width 64 is not a multiple of 5 heads");
    layout.save(model(small()), folder);
    change(folder.resolve("preprocessor_config.json"), "\"height\":32", "\"height\":48");
    assertProblem(folder, "the settings for pictures make 32 by 48 pixels of them, the model takes 32 by 32");
  }

  private static void change(Path file, String from, String to) throws IOException {
    var text = Files.readString(file);
    assertTrue(text.contains(from), text);
    Files.writeString(file, text.replace(from, to));
  }

  private static void assertProblem(Path path, String part) {
    var problem = assertThrows(FormatException.class, () -> VisionText.open(path));
    assertTrue(problem.getMessage().contains(part), problem.getMessage());
    assertFalse(problem.getMessage().contains("\n"), problem.getMessage());
  }

  @Test void damagedFilesEndInOneSentence() throws IOException {
    damage(new HfClipFolder(), model(tiny()), "config.json", "preprocessor_config.json", "model.safetensors");
    damage(new OpenClipFolder(), model(resNet()), "open_clip_config.json", "open_clip_model.safetensors");
  }

  /** Flips or cuts bytes, most of them near the beginning, where formats say what follows. */
  private void damage(ModelFolder layout, VisionText model, String... names) throws IOException {
    var folder = temporary.resolve("damaged");
    layout.save(model, folder);
    var random = new Random(7);
    for (var name : names) {
      var file = folder.resolve(name);
      var whole = Files.readAllBytes(file);
      for (int i = 0; i < 40; i++) {
        var bytes = whole.clone();
        int near = Math.min(whole.length, 4000);
        for (int k = random.nextInt(3); k >= 0; k--) bytes[random.nextInt(near)] = (byte) (32 + random.nextInt(95));
        if (i % 4 == 0) bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        Files.write(file, bytes);
        try {
          if (VisionText.isIn(folder)) layout.open(folder);
        } catch (FormatException e) {
          assertFalse(e.getMessage().contains("\n"), e.getMessage());
        }
      }
      Files.write(file, whole);
    }
  }
}
