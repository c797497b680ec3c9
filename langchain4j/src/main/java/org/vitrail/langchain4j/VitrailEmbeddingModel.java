package org.vitrail.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.Embedder;

/**
 * A model of pictures and texts as langchain4j's {@link EmbeddingModel}: texts, and pictures as {@link Image} or
 * {@link ImageContent}, become vectors of length 1 in one space, so that a text finds the pictures of what it says.
 *
 * <pre>{@code
 * try (var model = VitrailEmbeddingModel.open(Path.of("clip-vit-base-patch32"))) {
 *   Embedding text = model.embed("a photo of a cat").content();
 *   Embedding picture = model.embed(Image.builder().url(Path.of("cat.jpg").toUri()).build()).content();
 *   double cosine = CosineSimilarity.between(text, picture);
 * }
 * }</pre>
 *
 * Pictures are read from files and from base64; nothing is fetched from the network. Threads may share a model.
 */
public final class VitrailEmbeddingModel implements EmbeddingModel, AutoCloseable {
  private final Embedder embedder;
  private final String name;

  /** @param name what listeners and responses call it */
  public VitrailEmbeddingModel(Embedder embedder, String name) {
    this.embedder = embedder;
    this.name = name;
  }

  /**
   * The model in a folder: one that was trained here, or in the layout of Hugging Face or open_clip.
   *
   * @throws org.vitrail.tensor.io.FormatException if there is none in it, or it is damaged
   */
  public static VitrailEmbeddingModel open(Path folder) throws IOException {
    return new VitrailEmbeddingModel(Embedder.open(folder),
        folder.toAbsolutePath().normalize().getFileName().toString());
  }

  /**
   * The embedding of a picture.
   *
   * @throws IllegalArgumentException if it is neither a file nor base64
   * @throws org.vitrail.vit.image.PictureException if it is no picture, or a damaged one
   */
  public Response<Embedding> embed(Image image) {
    return Response.from(embedImages(List.of(image)).content().getFirst());
  }

  /** The embedding of each picture, in their order; as {@link #embed(Image)} else. */
  public Response<List<Embedding>> embedImages(List<Image> images) {
    if (images.isEmpty()) return Response.from(List.of());
    var inputs = images.stream().map(image -> EmbeddingInput.from(ImageContent.from(image))).toList();
    return Response.from(embed(EmbeddingRequest.builder().inputs(inputs).build()).embeddings());
  }

  /** Embeds texts and pictures, mixed as they come; each input is one of both. */
  @Override public EmbeddingResponse doEmbed(EmbeddingRequest request) {
    var texts = new ArrayList<String>();
    var pictures = new ArrayList<Picture>();
    for (var input : request.inputs()) {
      switch (content(input)) {
        case TextContent text -> texts.add(text.text());
        case ImageContent image -> pictures.add(Pictures.of(image.image()));
        case Content other -> throw new IllegalArgumentException("an input is " + other.type()
            + "; the model embeds texts and pictures");
      }
    }
    return EmbeddingResponse.builder().embeddings(inOrder(request.inputs(), texts, pictures))
        .metadata(EmbeddingResponseMetadata.builder().modelName(name).build()).build();
  }

  private List<Embedding> inOrder(List<EmbeddingInput> inputs, List<String> texts, List<Picture> pictures) {
    var ofTexts = embedder.embedTexts(texts).iterator();
    var ofPictures = embedder.embedPictures(pictures).iterator();
    return inputs.stream().map(input -> content(input) instanceof TextContent ? ofTexts : ofPictures)
        .map(vectors -> Embedding.from(vectors.next())).toList();
  }

  private static Content content(EmbeddingInput input) {
    if (input.contents().size() == 1) return input.contents().getFirst();
    throw new IllegalArgumentException("an input has " + input.contents().size() + " contents, "
        + Arrays.toString(input.contents().stream().map(Content::type).toArray())
        + "; the model embeds one text or one picture at a time: make an input of each");
  }

  @Override public Set<ContentType> supportedContentTypes() {
    return Set.of(ContentType.TEXT, ContentType.IMAGE);
  }

  @Override public int dimension() {
    return embedder.dimension();
  }

  @Override public String modelName() {
    return name;
  }

  /** Lets go of the weights; afterwards nothing can be embedded. */
  @Override public void close() {
    embedder.close();
  }
}
