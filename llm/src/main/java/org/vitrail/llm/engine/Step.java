package org.vitrail.llm.engine;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.kernels.Team;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.token.TokenKernels;
import org.vitrail.llm.decoder.DecoderConfig;

/**
 * Reads a few tokens: every weight meets one vector for each, and what that costs is what it takes to read the weights.
 * One team of threads goes through all layers in step; nothing is allocated but the team.
 */
final class Step {
  /** Most tokens of a batch; for more it is cheaper to widen the weights once for all. */
  static final int FEW = 8;

  /** A layer, its projections cut into tasks. */
  private record Planned(StoredLayer weights, DecoderConfig.Layer config, Angles angles, Cut[] qkv, Cut attentionOut,
      Cut gate, Cut up, Cut down) {}

  private final StoredDecoder decoder;
  private final TokenKernels kernels;
  private final TokenKernels.Function activation;
  private final Embeddings embeddings;
  private final Activations rows;
  private final Heads heads;
  private final int[] qkvPlaces;
  private final Planned[] layers;
  private final Cut head;
  private final Team.Body body = this::run;
  private Member[] members = {};
  private Batch batch;
  private Scores scores;
  private int firstScore;

  Step(StoredDecoder decoder, List<Angles> angles, TokenKernels kernels, Activations rows) {
    this.decoder = decoder;
    this.kernels = kernels;
    this.rows = rows;
    var mlp = decoder.config().mlp();
    activation = kernels.function(mlp.activation().function(), mlp.activation().parameter());
    embeddings = new Embeddings(decoder);
    heads = new Heads(kernels, decoder.config().heads(), rows);
    qkvPlaces = new int[] {0, rows.keyAt, rows.valueAt};
    layers = IntStream.range(0, angles.size()).mapToObj(i -> plan(i, angles.get(i))).toArray(Planned[]::new);
    head = Cut.of(decoder.head());
  }

  private Planned plan(int i, Angles angles) {
    var layer = decoder.layers().get(i);
    var first = Cut.of(layer.hidden().getFirst());
    var qkv = layer.qkv().stream().map(Cut::of).toArray(Cut[]::new);
    return new Planned(layer, decoder.config().layers().get(i), angles, qkv, Cut.of(layer.attentionOut()),
        layer.gate() == null ? null : first, first.alike(layer.up()), Cut.of(layer.down()));
  }

  /**
   * Reads the tokens of {@code batch}, whose caches have room for them; scores go to the rows from {@code firstScore}.
   */
  void read(Batch batch, Scores scores, int firstScore) {
    this.firstScore = firstScore;
    this.batch = batch;
    this.scores = scores;
    rows.reach(FEW);
    if (members.length != Workers.threads()) {
      int longest = decoder.maps().mapToInt(map -> map.projection().prepared()).max().orElseThrow();
      members = Stream.generate(() -> new Member(FEW, rows.width, longest)).limit(Workers.threads())
          .toArray(Member[]::new);
    }
    Workers.together(body);
  }

  private void run(Team team, int number) {
    var me = members[number];
    if (number == 0) for (int e = 0; e < batch.size(); e++) embeddings.write(batch, e, rows.x, e * rows.width);
    team.sync();
    for (int i = 0; i < layers.length; i++) {
      attention(team, number, me, i);
      mlp(team, number, me, layers[i]);
    }
    head(team, me);
  }

  private void attention(Team team, int number, Member me, int i) {
    var layer = layers[i];
    normalize(layer.weights.attentionNorm(), me);
    qkv(team, me, layer.qkv);
    team.sync();
    int kvHeads = decoder.config().heads().keyValues();
    for (int h = team.next(kvHeads); h >= 0; h = team.next(kvHeads)) attend(layer, i, h);
    team.sync();
    add(team, number, me, layer.attentionOut, rows.attended, rows.attendedRow, layer.weights.afterAttention());
  }

  /** A group of heads, for one token after the other: a later one sees the keys of those before it. */
  private void attend(Planned layer, int i, int kvHead) {
    for (int e = 0; e < batch.size(); e++) {
      var cache = batch.sequence(e).cache();
      heads.place(layer.weights, layer.angles, i, cache, e, batch.position(e), kvHead);
      heads.attend(layer.config, i, cache, e, batch.position(e), kvHead);
    }
  }

  private void mlp(Team team, int number, Member me, Planned layer) {
    normalize(layer.weights.mlpNorm(), me);
    hidden(team, me, layer);
    team.sync();
    add(team, number, me, layer.down, rows.hidden, rows.hiddenRow, layer.weights.afterMlp());
  }

  /** What attention or the MLP reads: as it is where {@code norm} is null. */
  private void normalize(StoredNorm norm, Member me) {
    int n = batch.size();
    if (norm == null) System.arraycopy(rows.x, 0, me.normed, 0, n * rows.width);
    else for (int e = 0; e < n; e++) norm.apply(kernels, rows.x, e * rows.width, me.normed, e * rows.width);
  }

  private void qkv(Team team, Member me, Cut[] maps) {
    int before = 0;
    int map = 0;
    int prepared = -1;
    int tasks = 0;
    for (var each : maps) tasks += each.tasks();
    for (int task = team.next(tasks); task >= 0; task = team.next(tasks)) {
      for (; task >= before + maps[map].tasks(); map++) before += maps[map].tasks();
      if (map != prepared) Member.prepare(maps[map].projection(), batch.size(), me.normed, rows.width, me.prepared);
      prepared = map;
      maps[map].multiply(task - before, me.prepared, batch.size(), rows.qkv, rows.qkvRow, qkvPlaces[map]);
    }
  }

  /** {@code f(gate)·up}, or {@code f(up)}. */
  private void hidden(Team team, Member me, Planned layer) {
    int n = batch.size();
    var first = layer.gate == null ? layer.up : layer.gate;
    Member.prepare(first.projection(), n, me.normed, rows.width, me.prepared);
    if (layer.gate != null) Member.prepare(layer.up.projection(), n, me.normed, rows.width, me.preparedToo);
    for (int task = team.next(first.tasks()); task >= 0; task = team.next(first.tasks())) {
      int size = first.end(task) - first.first(task);
      first.multiply(task, me.prepared, n, rows.hidden, rows.hiddenRow, 0);
      if (layer.gate != null) layer.up.multiply(task, me.preparedToo, n, rows.up, rows.hiddenRow, 0);
      for (int e = 0; e < n; e++) {
        int at = e * rows.hiddenRow + first.first(task);
        activation.apply(rows.hidden, at, size);
        if (layer.gate != null) for (int j = at; j < at + size; j++) rows.hidden[j] *= rows.up[j];
      }
    }
  }

  /** {@code x += W·in + b}, normalised before it is added where {@code norm} is not null. */
  private void add(Team team, int number, Member me, Cut map, float[] in, int inRow, StoredNorm norm) {
    int n = batch.size();
    Member.prepare(map.projection(), n, in, inRow, me.prepared);
    for (int task = team.next(map.tasks()); task >= 0; task = team.next(map.tasks())) {
      map.multiply(task, me.prepared, n, rows.out, rows.width, 0);
      if (norm == null) addRows(n, map.first(task), map.end(task));
    }
    team.sync();
    if (norm == null) return;
    if (number == 0) {
      for (int e = 0; e < n; e++) norm.apply(kernels, rows.out, e * rows.width, rows.out, e * rows.width);
      addRows(n, 0, decoder.config().width());
    }
    team.sync();
  }

  private void addRows(int n, int first, int end) {
    for (int e = 0; e < n; e++) {
      for (int j = e * rows.width + first; j < e * rows.width + end; j++) rows.x[j] += rows.out[j];
    }
  }

  private void head(Team team, Member me) {
    int wanted = 0;
    for (int e = 0; e < batch.size(); e++) {
      if (batch.isWanted(e)) decoder.norm().apply(kernels, rows.x, e * rows.width, me.normed, wanted++ * rows.width);
    }
    if (wanted == 0) return;
    Member.prepare(head.projection(), wanted, me.normed, rows.width, me.prepared);
    for (int task = team.next(head.tasks()); task >= 0; task = team.next(head.tasks())) {
      for (int w = 0; w < wanted; w++) {
        var row = scores.row(firstScore + w);
        decoder.head().projection().multiply(me.prepared[w], head.first(task), head.end(task), row, 0);
        decoder.head().addBias(head.first(task), head.end(task), row, 0);
        scores.bound(row, head.first(task), head.end(task));
      }
    }
    team.sync();
  }
}
