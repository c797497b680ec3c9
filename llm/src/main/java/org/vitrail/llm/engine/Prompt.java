package org.vitrail.llm.engine;

import java.util.Arrays;
import java.util.List;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.attention.Attention;
import org.vitrail.kernels.token.TokenKernels;
import org.vitrail.kernels.weights.WideProduct;
import org.vitrail.llm.decoder.DecoderConfig;

/** Reads many tokens: matrix products, for which a block of weights is widened once and serves them all. */
final class Prompt {
  /** Most tokens of a batch. */
  static final int MANY = 512;

  private final StoredDecoder decoder;
  private final List<Angles> angles;
  private final TokenKernels kernels;
  private final TokenKernels.Function activation;
  private final Attention attention;
  private final Embeddings embeddings;
  private final Activations rows;
  private final Heads heads;

  Prompt(StoredDecoder decoder, List<Angles> angles, TokenKernels kernels, Activations rows) {
    this.decoder = decoder;
    this.angles = angles;
    this.kernels = kernels;
    this.rows = rows;
    var mlp = decoder.config().mlp();
    activation = kernels.function(mlp.activation().function(), mlp.activation().parameter());
    attention = Devices.named("cpu").kernels().attention();
    embeddings = new Embeddings(decoder);
    heads = new Heads(kernels, decoder.config().heads(), rows);
  }

  /**
   * Reads the tokens of {@code batch}, whose caches have room for them; scores go to the rows from {@code firstScore}.
   */
  void read(Batch batch, Scores scores, int firstScore) {
    rows.reach(batch.size());
    for (int e = 0; e < batch.size(); e++) embeddings.write(batch, e, rows.x, e * rows.width);
    for (int i = 0; i < decoder.layers().size(); i++) {
      attention(batch, i);
      mlp(batch.size(), decoder.layers().get(i));
    }
    score(batch, scores, firstScore);
  }

  private void attention(Batch batch, int i) {
    var layer = decoder.layers().get(i);
    int n = batch.size();
    normalize(n, layer.attentionNorm());
    int[] places = {0, rows.keyAt, rows.valueAt};
    for (int map = 0; map < layer.qkv().size(); map++) {
      multiply(layer.qkv().get(map), n, rows.normed, rows.width, rows.qkv, places[map], rows.qkvRow);
    }
    int kvHeads = decoder.config().heads().keyValues();
    Workers.run(n, e -> {
      for (int h = 0; h < kvHeads; h++) {
        heads.place(layer, angles.get(i), i, batch.sequence(e).cache(), e, batch.position(e), h);
      }
    });
    for (int first = 0; first < n; first = batch.endOfRun(first)) {
      attend(batch, decoder.config().layers().get(i), i, first, batch.endOfRun(first));
    }
    add(layer.attentionOut(), n, rows.attended, rows.attendedRow, layer.afterAttention());
  }

  /** The tokens {@code first} to {@code end}, of one sequence, see their cache. */
  private void attend(Batch batch, DecoderConfig.Layer layer, int i, int first, int end) {
    var c = decoder.config().heads();
    var cache = batch.sequence(first).cache();
    int past = batch.position(first);
    int n = end - first;
    int keys = past + n;
    var q = view(rows.qkv, first * rows.qkvRow, c.queries(), n, c.dim(), c.dim(), rows.qkvRow);
    var k = view(cache.keys(i), 0, c.keyValues(), keys, c.dim(), cache.capacity() * c.dim(), c.dim());
    var v = view(cache.values(i), 0, c.keyValues(), keys, c.dim(), cache.capacity() * c.dim(), c.dim());
    var o = view(rows.attended, first * rows.attendedRow, c.queries(), n, c.dim(), c.dim(), rows.attendedRow);
    var statistics = new float[2 * c.queries() * n];
    var m = new View(new Storage.Floats(statistics), 0, new int[] {1, c.queries(), n}, new int[] {0, n, 1});
    var l = new View(m.storage(), c.queries() * n, m.shape(), m.strides());
    boolean all = past == 0 && (layer.window() == 0 || layer.window() >= keys);
    attention.forward(q, k, v, all ? null : mask(c.queries(), n, past, layer.window()), layer.scale(), all, o, m, l);
  }

  private static View view(float[] array, int at, int heads, int positions, int width, int head, int position) {
    return new View(new Storage.Floats(array), at,
        new int[] {1, heads, positions, width}, new int[] {0, head, position, 1});
  }

  /** −∞ where token {@code past + i} does not see key j: those after it, and those before its window. */
  private static View mask(int heads, int n, int past, int window) {
    int keys = past + n;
    var mask = new float[n * keys];
    for (int i = 0; i < n; i++) {
      int first = window == 0 ? 0 : Math.max(0, past + i + 1 - window);
      Arrays.fill(mask, i * keys, i * keys + first, Float.NEGATIVE_INFINITY);
      Arrays.fill(mask, i * keys + past + i + 1, (i + 1) * keys, Float.NEGATIVE_INFINITY);
    }
    return new View(new Storage.Floats(mask), 0, new int[] {1, heads, n, keys}, new int[] {0, 0, keys, 1});
  }

  private void mlp(int n, StoredLayer layer) {
    normalize(n, layer.mlpNorm());
    boolean gated = layer.gate() != null;
    multiply(gated ? layer.gate() : layer.up(), n, rows.normed, rows.width, rows.hidden, 0, rows.hiddenRow);
    if (gated) multiply(layer.up(), n, rows.normed, rows.width, rows.up, 0, rows.hiddenRow);
    int hidden = decoder.config().mlp().hidden();
    Workers.run(n, e -> {
      int at = e * rows.hiddenRow;
      activation.apply(rows.hidden, at, hidden);
      if (gated) for (int j = at; j < at + hidden; j++) rows.hidden[j] *= rows.up[j];
    });
    add(layer.down(), n, rows.hidden, rows.hiddenRow, layer.afterMlp());
  }

  /** What attention or the MLP reads: as it is where {@code norm} is null. */
  private void normalize(int n, StoredNorm norm) {
    if (norm == null) System.arraycopy(rows.x, 0, rows.normed, 0, n * rows.width);
    else Workers.run(n, e -> norm.apply(kernels, rows.x, e * rows.width, rows.normed, e * rows.width));
  }

  private static void multiply(StoredMap map, int n, float[] in, int inRow, float[] out, int at, int outRow) {
    WideProduct.multiply(map.weights(), n, in, inRow, out, at, outRow);
    if (map.bias() != null) for (int e = 0; e < n; e++) map.addBias(0, map.rows(), out, at + e * outRow);
  }

  /** {@code x += W·in + b}, normalised before it is added where {@code norm} is not null. */
  private void add(StoredMap map, int n, float[] in, int inRow, StoredNorm norm) {
    multiply(map, n, in, inRow, rows.out, 0, rows.width);
    Workers.run(n, e -> {
      int at = e * rows.width;
      if (norm != null) norm.apply(kernels, rows.out, at, rows.out, at);
      for (int j = at; j < at + map.rows(); j++) rows.x[j] += rows.out[j];
    });
  }

  /** Scores are asked for after few of the tokens, so each takes a projection. */
  private void score(Batch batch, Scores scores, int firstScore) {
    int wanted = firstScore;
    for (int e = 0; e < batch.size(); e++) if (batch.isWanted(e)) score(e, scores, wanted++);
  }

  private void score(int e, Scores scores, int row) {
    var head = decoder.head().projection();
    decoder.norm().apply(kernels, rows.x, e * rows.width, rows.normed, 0);
    var prepared = new float[head.prepared()];
    head.prepare(rows.normed, 0, prepared);
    var cut = Cut.of(decoder.head());
    Workers.run(cut.tasks(), task -> {
      head.multiply(prepared, cut.first(task), cut.end(task), scores.row(row), 0);
      decoder.head().addBias(cut.first(task), cut.end(task), scores.row(row), 0);
      scores.bound(scores.row(row), cut.first(task), cut.end(task));
    });
  }
}
