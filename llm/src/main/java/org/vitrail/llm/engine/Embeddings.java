package org.vitrail.llm.engine;

import org.vitrail.kernels.weights.Codec;

/** The rows of tokens and, where they are learned, of positions. */
final class Embeddings {
  private final StoredDecoder decoder;
  private final float scale;
  private final float[] position;

  Embeddings(StoredDecoder decoder) {
    this.decoder = decoder;
    scale = (float) decoder.config().embeddingScale();
    position = new float[decoder.config().width()];
  }

  /** Writes what enters the first layer for token {@code i} of a batch. */
  void write(Batch batch, int i, float[] x, int at) {
    int width = decoder.config().width();
    var tokens = decoder.tokens();
    Codec.decodeRow(tokens.format(), tokens.memory(), batch.token(i) * tokens.rowBytes(), x, at, width);
    if (scale != 1) for (int j = at; j < at + width; j++) x[j] *= scale;
    var positions = decoder.positions();
    if (positions == null) return;
    Codec.decodeRow(positions.format(), positions.memory(), batch.position(i) * positions.rowBytes(), position, 0, width);
    for (int j = 0; j < width; j++) x[at + j] += position[j];
  }
}
