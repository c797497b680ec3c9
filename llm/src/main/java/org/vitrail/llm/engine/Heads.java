package org.vitrail.llm.engine;

import org.vitrail.kernels.token.TokenKernels;
import org.vitrail.llm.decoder.DecoderConfig;

/** The heads of a layer for one token: normalised, turned, kept in the cache, and attending to it. */
final class Heads {
  private final TokenKernels kernels;
  private final DecoderConfig.Heads heads;
  private final Activations rows;
  private final int group;

  Heads(TokenKernels kernels, DecoderConfig.Heads heads, Activations rows) {
    this.kernels = kernels;
    this.heads = heads;
    this.rows = rows;
    group = heads.queries() / heads.keyValues();
  }

  /** Norms and turns the queries of a group, in place in {@code rows.qkv}, and its key; keeps key and value. */
  void place(StoredLayer layer, Angles angles, int i, KeyValues cache, int row, int position, int kvHead) {
    int width = heads.dim();
    int query = row * rows.qkvRow + kvHead * group * width;
    int key = row * rows.qkvRow + rows.keyAt + kvHead * width;
    int value = row * rows.qkvRow + rows.valueAt + kvHead * width;
    if (!layer.queryNorms().isEmpty()) {
      for (int h = 0; h < group; h++) {
        int at = query + h * width;
        layer.queryNorms().get(kvHead * group + h).apply(kernels, rows.qkv, at, rows.qkv, at);
      }
      layer.keyNorms().get(kvHead).apply(kernels, rows.qkv, key, rows.qkv, key);
    }
    if (angles != null) {
      for (int h = 0; h < group; h++) turn(angles, query + h * width, position);
      turn(angles, key, position);
    }
    System.arraycopy(rows.qkv, key, cache.keys(i), cache.at(kvHead, position), width);
    System.arraycopy(rows.qkv, value, cache.values(i), cache.at(kvHead, position), width);
  }

  private void turn(Angles angles, int at, int position) {
    TokenKernels.rotate(rows.qkv, at, angles.pairs(), angles.cos(), angles.sin(), position * angles.pairs(),
        angles.interleaved());
  }

  /** What a group of heads of the token sees. */
  void attend(DecoderConfig.Layer layer, int i, KeyValues cache, int row, int position, int kvHead) {
    int first = layer.window() > 0 ? Math.max(0, position + 1 - layer.window()) : 0;
    int at = kvHead * group * heads.dim();
    kernels.attend(group, heads.dim(), (float) layer.scale(), rows.qkv, row * rows.qkvRow + at,
        cache.keys(i), cache.at(kvHead, first), cache.values(i), cache.at(kvHead, first), position + 1 - first,
        rows.attended, row * rows.attendedRow + at);
  }
}
