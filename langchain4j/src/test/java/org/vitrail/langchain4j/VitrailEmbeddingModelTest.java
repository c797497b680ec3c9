package org.vitrail.langchain4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.llm.train.Symbols;
import org.vitrail.nn.Init;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.image.PictureException;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.Embedder;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.clip.Clip;

class VitrailEmbeddingModelTest {
  @TempDir private Path folder;

  /** The small model for scenes with random weights. */
  private VisionText tiny() throws IOException {
    var words = folder.resolve("words");
    Symbols.captions(Vocabulary.WORDS).save(words);
    var input = TextInput.open(words, Vocabulary.LENGTH, Vocabulary.PAD);
    var clip = Clip.of(Clip.Config.small(input.tokenizer().size(), Vocabulary.LENGTH, Vocabulary.EOS), Init.of(1));
    var halves = List.of(0.5, 0.5, 0.5);
    var processor = Preprocessing.processor("clip",
        Map.of("size", 32, "crop_size", 32, "image_mean", halves, "image_std", halves), Backend.PIL);
    return new VisionText(clip, processor, input);
  }

  private static Picture picture(int i) {
    return new Picture(64, 64, 3, Scenes.item("test", i).pixels64());
  }

  private static Image base64(byte[] file) {
    return Image.builder().base64Data(Base64.getEncoder().encodeToString(file)).mimeType("image/png").build();
  }

  @Test void vectorsAreThoseOfTheEmbedder() throws IOException {
    var embedder = new Embedder(tiny());
    var model = new VitrailEmbeddingModel(embedder, "tiny");
    assertEquals(embedder.dimension(), model.dimension());
    assertArrayEquals(embedder.embed("a red circle"), model.embed("a red circle").content().vector());
    var both = model.embedAll(List.of(TextSegment.from("a red circle"), TextSegment.from("a blue ring"))).content();
    assertArrayEquals(embedder.embed("a blue ring"), both.get(1).vector(), 1e-6f);
    assertArrayEquals(embedder.embed(picture(0)), model.embed(base64(picture(0).png())).content().vector(), 1e-6f);
    var file = Files.write(folder.resolve("a b.png"), picture(1).png());
    var stored = Image.builder().url(file.toUri()).build();
    var images = model.embedImages(List.of(base64(picture(0).png()), stored)).content();
    assertArrayEquals(embedder.embed(picture(1)), images.get(1).vector(), 1e-6f);
    assertEquals(List.of(), model.embedImages(List.of()).content());
  }

  @Test void mixedInputsKeepTheirOrder() throws IOException {
    var embedder = new Embedder(tiny());
    var model = new VitrailEmbeddingModel(embedder, "tiny");
    var response = model.embed(EmbeddingRequest.builder().inputs(EmbeddingInput.from("a red circle"),
        EmbeddingInput.from(ImageContent.from(base64(picture(2).png()))), EmbeddingInput.from("a blue ring")).build());
    assertEquals("tiny", response.modelName());
    assertArrayEquals(embedder.embed("a red circle"), response.embeddings().get(0).vector(), 1e-6f);
    assertArrayEquals(embedder.embed(picture(2)), response.embeddings().get(1).vector(), 1e-6f);
    assertArrayEquals(embedder.embed("a blue ring"), response.embeddings().get(2).vector(), 1e-6f);
  }

  @Test void mistakesAreOneSentence() throws IOException {
    var model = new VitrailEmbeddingModel(new Embedder(tiny()), "tiny");
    assertRefused("nothing is fetched", model, Image.builder().url("https://example.org/cat.png").build());
    assertRefused("neither base64Data nor url", model, Image.builder().build());
    assertThrows(PictureException.class, () -> model.embed(base64("no picture".getBytes(StandardCharsets.UTF_8))));
    var missing = Image.builder().url(folder.resolve("none.png").toUri()).build();
    assertThrows(PictureException.class, () -> model.embed(missing));
    var two = EmbeddingInput.from(TextContent.from("a red circle"), ImageContent.from(base64(picture(0).png())));
    var request = EmbeddingRequest.builder().input(two).build();
    var refusal = assertThrows(IllegalArgumentException.class, () -> model.embed(request));
    assertTrue(refusal.getMessage().contains("[TEXT, IMAGE]; the model embeds one text or one picture at a time"));
    model.close();
    assertThrows(IllegalStateException.class, () -> model.embed("a red circle"));
  }

  private static void assertRefused(String part, VitrailEmbeddingModel model, Image image) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> model.embed(image));
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
  }

  @Test void theExampleFindsPictures() throws IOException {
    tiny().save(folder.resolve("tiny"));
    var pictures = Files.createDirectory(folder.resolve("pictures"));
    for (int i = 0; i < 5; i++) Files.write(pictures.resolve(i + ".png"), picture(i).png());
    var out = System.out;
    var said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      SearchPictures.main(folder.resolve("tiny").toString(), pictures.toString(), "a red circle");
    } finally {
      System.setOut(out);
    }
    assertTrue(said.toString(StandardCharsets.UTF_8).matches("(?s)(\\d\\.\\d{3}  \\d\\.png\\R){3}"), said.toString());
  }
}
