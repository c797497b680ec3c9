package org.vitrail.llm.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.weights.Codec;
import org.vitrail.kernels.weights.Format;
import org.vitrail.kernels.weights.Projection;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderConfig.NormKind;
import org.vitrail.llm.decoder.DecoderConfig.Placement;
import org.vitrail.llm.decoder.HeadNorm;
import org.vitrail.llm.decoder.TensorNames;
import org.vitrail.tensor.io.TensorFile;

/** Finds the weights of a decoder in a file. They stay in it but for what has to be laid out anew. */
final class DecoderLoader {
  private final DecoderConfig config;
  private final TensorNames names;
  private final TensorFile file;
  private final Arena arena;

  private DecoderLoader(DecoderConfig config, TensorNames names, TensorFile file, Arena arena) {
    this.config = config;
    this.names = names;
    this.file = file;
    this.arena = arena;
  }

  /**
   * The weights, valid until {@code file} and {@code arena} are closed.
   *
   * @throws IllegalArgumentException naming a tensor that is missing or has another shape than {@code config} says
   */
  static StoredDecoder load(DecoderConfig config, TensorNames names, TensorFile file, Arena arena) {
    return new DecoderLoader(config, names, file, arena).load();
  }

  /** How the maps of the first layer, and so most likely all, are stored. */
  static Set<Format> formats(TensorNames names, TensorFile file) {
    return Stream.of(names.query(), names.packed(), names.up(), names.down()).filter(Objects::nonNull)
        .map(name -> names.inLayer(0, name) + ".weight").filter(file::contains)
        .map(name -> names.transposed() ? Format.F32 : file.matrix(name).format()).collect(Collectors.toSet());
  }

  /** A map whose projection is not made yet, since making it may take a moment. */
  private record Found(StoredMatrix weights, float[] bias) {}

  private StoredDecoder load() {
    var found = new ArrayList<Found>();
    int each = findAll(found);
    var maps = new StoredMap[found.size()];
    Workers.run(maps.length, i -> {
      var map = found.get(i);
      maps[i] = new StoredMap(map.weights, projection(map.weights), map.bias);
    });
    var layers = IntStream.range(0, config.depth())
        .mapToObj(i -> layer(i, List.of(maps).subList(i * each, (i + 1) * each))).toList();
    var tokens = matrix(names.tokens(), config.vocabulary(), config.width(), false);
    var positions = config.learnedPositions()
        ? matrix(names.positions(), config.context(), config.width(), false) : null;
    var norm = norm(names.norm());
    return new StoredDecoder(config, tokens, positions, layers, norm, maps[maps.length - 1]);
  }

  private Projection projection(StoredMatrix weights) {
    return Projection.of(weights, arena);
  }

  /** All maps, layer by layer, the head last; returns how many a layer has. */
  private int findAll(List<Found> found) {
    for (int i = 0; i < config.depth(); i++) findLayer(i, found);
    int each = found.size() / config.depth();
    found.add(config.tied() ? new Found(matrix(names.tokens(), config.outputs(), config.width(), false), null)
        : find(names.head(), config.outputs(), config.width(), false));
    return each;
  }

  private void findLayer(int i, List<Found> found) {
    var heads = config.heads();
    int width = config.width();
    int hidden = config.mlp().hidden();
    if (isPacked()) {
      found.add(find(names.inLayer(i, names.packed()), heads.queryWidth() + 2 * heads.keyValueWidth(), width));
    } else {
      found.add(find(names.inLayer(i, names.query()), heads.queryWidth(), width));
      found.add(find(names.inLayer(i, names.key()), heads.keyValueWidth(), width));
      found.add(find(names.inLayer(i, names.value()), heads.keyValueWidth(), width));
    }
    found.add(find(names.inLayer(i, names.attentionOut()), width, heads.queryWidth()));
    if (config.mlp().gated()) found.add(find(names.inLayer(i, names.gate()), hidden, width));
    found.add(find(names.inLayer(i, names.up()), hidden, width));
    found.add(find(names.inLayer(i, names.down()), width, hidden));
  }

  private boolean isPacked() {
    return names.query() == null || names.packed() != null && config.learnedPositions();
  }

  private StoredLayer layer(int i, List<StoredMap> maps) {
    var placement = config.norm().placement();
    boolean before = placement != Placement.AFTER;
    boolean after = placement != Placement.BEFORE;
    var heads = config.heads();
    int qkv = isPacked() ? 1 : 3;
    boolean gated = config.mlp().gated();
    return new StoredLayer(before ? norm(names.inLayer(i, names.attentionNorm())) : null, maps.subList(0, qkv),
        headNorms(names.inLayer(i, names.queryNorm()), heads.queries()),
        headNorms(names.inLayer(i, names.keyNorm()), heads.keyValues()), maps.get(qkv),
        after ? norm(names.inLayer(i, names.afterAttention())) : null,
        before ? norm(names.inLayer(i, names.mlpNorm())) : null, gated ? maps.get(qkv + 1) : null,
        maps.get(maps.size() - 2), maps.getLast(), after ? norm(names.inLayer(i, names.afterMlp())) : null);
  }

  private StoredNorm norm(String name) {
    var kind = config.norm().kind();
    float eps = (float) config.norm().eps();
    if (kind == NormKind.BARE_LAYER) {
      var ones = new float[config.width()];
      Arrays.fill(ones, 1);
      return new StoredNorm(kind, ones, null, eps);
    }
    var weight = vector(name + ".weight");
    if (kind == NormKind.RMS_PLUS_ONE) for (int i = 0; i < weight.length; i++) weight[i]++;
    var bias = file.contains(name + ".bias") ? vector(name + ".bias") : null;
    return new StoredNorm(kind, weight, bias, eps);
  }

  private List<StoredNorm> headNorms(String name, int heads) {
    return switch (config.heads().norm()) {
      case NONE -> List.of();
      case SHARED -> Collections.nCopies(heads, norm(name));
      case EACH -> {
        var weight = vector(name + ".weight");
        var bias = vector(name + ".bias");
        yield IntStream.range(0, heads).mapToObj(h -> new StoredNorm(NormKind.LAYER, head(weight, h), head(bias, h),
            (float) HeadNorm.EPS)).toList();
      }
    };
  }

  private float[] head(float[] ofAll, int h) {
    int dim = config.heads().dim();
    return Arrays.copyOfRange(ofAll, h * dim, (h + 1) * dim);
  }

  private Found find(String name, int rows, int columns) {
    return find(name, rows, columns, names.transposed());
  }

  private Found find(String name, int rows, int columns, boolean transposed) {
    var bias = file.contains(name + ".bias") ? vector(name + ".bias") : null;
    if (bias != null && bias.length != rows) throw wrong(name + ".bias", bias.length + " numbers", rows + "");
    return new Found(matrix(name, rows, columns, transposed), bias);
  }

  private float[] vector(String name) {
    requirePresent(name);
    return file.tensor(name).toFloats();
  }

  private StoredMatrix matrix(String map, int rows, int columns, boolean transposed) {
    var name = map + ".weight";
    requirePresent(name);
    var stored = file.matrix(name);
    int storedRows = transposed ? columns : rows;
    int storedColumns = transposed ? rows : columns;
    if (stored.rows() < storedRows || stored.columns() != storedColumns || stored.rows() > storedRows && transposed) {
      throw wrong(name, stored.rows() + "x" + stored.columns(), storedRows + "x" + storedColumns);
    }
    if (transposed) return transpose(stored);
    var wanted = stored.rows() == rows ? stored : firstRows(stored, rows);
    return wanted.memory().isNative() ? wanted : copy(wanted);
  }

  private static StoredMatrix firstRows(StoredMatrix stored, int rows) {
    return new StoredMatrix(stored.format(), rows, stored.columns(),
        stored.memory().asSlice(0, rows * stored.rowBytes()));
  }

  private StoredMatrix copy(StoredMatrix stored) {
    var memory = arena.allocate(stored.memory().byteSize(), 64);
    memory.copyFrom(stored.memory());
    return new StoredMatrix(stored.format(), stored.rows(), stored.columns(), memory);
  }

  private StoredMatrix transpose(StoredMatrix stored) {
    var memory = arena.allocate(4L * stored.rows() * stored.columns(), 64);
    var row = new float[stored.columns()];
    for (int r = 0; r < stored.rows(); r++) {
      Codec.decode(stored.format(), stored.memory(), r * stored.rowBytes(), row, 0, row.length);
      for (int c = 0; c < row.length; c++) {
        memory.setAtIndex(ValueLayout.JAVA_FLOAT, (long) c * stored.rows() + r, row[c]);
      }
    }
    return new StoredMatrix(Format.F32, stored.columns(), stored.rows(), memory);
  }

  private void requirePresent(String name) {
    if (!file.contains(name)) {
      throw new IllegalArgumentException("the model has no tensor " + name + "; it is not what its configuration says");
    }
  }

  private static IllegalArgumentException wrong(String name, String found, String expected) {
    return new IllegalArgumentException(
        "the model's " + name + " is " + found + ", its configuration says " + expected);
  }
}
