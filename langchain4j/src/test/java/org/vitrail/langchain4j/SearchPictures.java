package org.vitrail.langchain4j;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the pictures of a folder that a text describes: {@code SearchPictures MODEL FOLDER "a red circle"}. */
final class SearchPictures {
  private SearchPictures() {}

  public static void main(String... args) throws IOException {
    var store = new InMemoryEmbeddingStore<String>();
    try (var model = VitrailEmbeddingModel.open(Path.of(args[0])); var files = Files.list(Path.of(args[1]))) {
      for (var file : files.filter(f -> f.toString().endsWith(".png")).sorted().toList()) {
        store.add(model.embed(Image.builder().url(file.toUri()).build()).content(), file.getFileName().toString());
      }
      var query = EmbeddingSearchRequest.builder().queryEmbedding(model.embed(args[2]).content()).maxResults(3).build();
      for (var match : store.search(query).matches()) System.out.printf("%.3f  %s%n", match.score(), match.embedded());
    }
  }
}
