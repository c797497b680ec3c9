package org.vitrail.llm.engine;

import org.vitrail.llm.decoder.DecoderConfig;

/**
 * What a decoder computes for the tokens of a batch, layer by layer: arrays with a row for each token, kept from one
 * batch to the next. Rows are a little longer than what they hold, so that those which follow one another do not
 * collide in the caches.
 */
final class Activations {
  private final DecoderConfig config;
  final int width;
  final int qkvRow;
  final int attendedRow;
  final int hiddenRow;
  /** Where queries, keys and values begin in a row of {@code qkv}. */
  final int keyAt;
  final int valueAt;

  float[] x = new float[0];
  float[] normed = new float[0];
  float[] qkv = new float[0];
  float[] attended = new float[0];
  float[] hidden = new float[0];
  float[] up = new float[0];
  float[] out = new float[0];

  Activations(DecoderConfig config) {
    this.config = config;
    var heads = config.heads();
    width = row(config.width());
    keyAt = heads.queryWidth();
    valueAt = keyAt + heads.keyValueWidth();
    qkvRow = row(valueAt + heads.keyValueWidth());
    attendedRow = row(heads.queryWidth());
    hiddenRow = row(config.mlp().hidden());
  }

  /** Room for n tokens. */
  void reach(int n) {
    if (x.length >= n * width) return;
    x = new float[n * width];
    normed = new float[n * width];
    out = new float[n * width];
    qkv = new float[n * qkvRow];
    attended = new float[n * attendedRow];
    hidden = new float[n * hiddenRow];
    up = config.mlp().gated() ? new float[n * hiddenRow] : hidden;
  }

  private static int row(int n) {
    return (n + 63) / 64 * 64 + 16;
  }
}
