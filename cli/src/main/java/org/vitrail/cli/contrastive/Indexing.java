package org.vitrail.cli.contrastive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.Progress;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.Embedder;
import org.vitrail.vlm.EmbeddingIndex;

/** Makes an index of pictures, batch by batch, so that few are in memory at a time. */
final class Indexing {
  private static final int BATCH = 32;

  private final Embedder embedder;
  private final Progress progress;
  private final List<String> names = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();
  private final List<Picture> waiting = new ArrayList<>();

  private Indexing(Embedder embedder, Progress progress) {
    this.embedder = embedder;
    this.progress = progress;
  }

  static EmbeddingIndex of(String model, Embedder embedder, List<Path> images, PictureFiles pictures, Console console)
      throws IOException {
    var files = PictureFiles.of(images);
    try (var progress = Progress.of(console, "embedding", "pictures", 0, files.size())) {
      var indexing = new Indexing(embedder, progress);
      pictures.each(files, console, indexing::add);
      indexing.embed();
      return EmbeddingIndex.of(model, indexing.names, indexing.vectors);
    }
  }

  private void add(PictureFiles.Shown shown) {
    names.add(shown.file().toAbsolutePath().normalize().toString());
    waiting.add(shown.picture());
    if (waiting.size() == BATCH) embed();
  }

  private void embed() {
    vectors.addAll(embedder.embedPictures(waiting));
    waiting.clear();
    progress.step(Progress.Step.of(vectors.size()));
  }
}
