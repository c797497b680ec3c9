package org.vitrail.llm.decoder;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.nn.GatedMlp;
import org.vitrail.nn.Layer;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.RmsNorm;
import org.vitrail.nn.WeightMap;

/** Where files that use some {@link TensorNames} keep the parameters of a {@link Decoder}. */
public final class DecoderWeights {
  /**
   * A linear map and where the file keeps it: in parts of so many rows, under these names.
   *
   * @param kind which of the maps of a layer it is
   */
  public record Place(DecoderMap kind, Linear linear, int[] rows, List<String> names) {}

  private final Decoder decoder;
  private final TensorNames names;

  private DecoderWeights(Decoder decoder, TensorNames names) {
    this.decoder = decoder;
    this.names = names;
  }

  /** Where the file keeps all parameters but adapters. */
  public static WeightMap of(Decoder decoder, TensorNames names) {
    return new DecoderWeights(decoder, names).map();
  }

  /** Where the file keeps the maps of all layers. */
  public static List<Place> places(Decoder decoder, TensorNames names) {
    var weights = new DecoderWeights(decoder, names);
    var places = new ArrayList<Place>();
    for (int i = 0; i < decoder.layers().size(); i++) places.addAll(weights.places(i, decoder.layers().get(i)));
    return places;
  }

  private WeightMap map() {
    var map = new WeightMap().put(names.tokens() + ".weight", decoder.tokens().weight());
    if (decoder.positions() != null) map.put(names.positions() + ".weight", decoder.positions());
    for (int i = 0; i < decoder.layers().size(); i++) putLayer(map, i, decoder.layers().get(i));
    putNorm(map, names.norm(), decoder.norm());
    return map.put(names.head(), decoder.head());
  }

  private void putLayer(WeightMap map, int i, DecoderLayer layer) {
    putNorm(map, inLayer(i, names.attentionNorm()), layer.attentionNorm());
    putNorm(map, inLayer(i, names.queryNorm()), layer.attention().queryNorm());
    putNorm(map, inLayer(i, names.keyNorm()), layer.attention().keyNorm());
    putNorm(map, inLayer(i, names.afterAttention()), layer.afterAttention());
    putNorm(map, inLayer(i, names.mlpNorm()), layer.mlpNorm());
    putNorm(map, inLayer(i, names.afterMlp()), layer.afterMlp());
    for (var place : places(i, layer)) {
      if (place.names.size() > 1) map.putParts(place.linear, place.rows, place.names.toArray(String[]::new));
      else if (names.transposed()) map.putTransposed(place.names.getFirst(), place.linear);
      else map.put(place.names.getFirst(), place.linear);
    }
  }

  private List<Place> places(int i, DecoderLayer layer) {
    return List.of(qkv(i, layer.attention().qkv()),
        whole(DecoderMap.ATTENTION_OUT, i, names.attentionOut(), layer.attention().out()),
        up(i, layer.mlp()),
        whole(DecoderMap.DOWN, i, names.down(), switch (layer.mlp()) {
          case GatedMlp mlp -> mlp.out();
          case Mlp mlp -> mlp.fc2();
          default -> throw noLayout(layer.mlp());
        }));
  }

  private Place qkv(int i, Linear qkv) {
    boolean packed = names.query() == null || names.packed() != null && decoder.config().learnedPositions();
    if (packed) return whole(DecoderMap.QKV, i, names.packed(), qkv);
    var heads = decoder.config().heads();
    return new Place(DecoderMap.QKV, qkv, new int[] {heads.queryWidth(), heads.keyValueWidth(), heads.keyValueWidth()},
        List.of(inLayer(i, names.query()), inLayer(i, names.key()), inLayer(i, names.value())));
  }

  private Place up(int i, Layer mlp) {
    return switch (mlp) {
      case GatedMlp gated -> {
        int hidden = decoder.config().mlp().hidden();
        yield new Place(DecoderMap.UP, gated.gateUp(), new int[] {hidden, hidden},
            List.of(inLayer(i, names.gate()), inLayer(i, names.up())));
      }
      case Mlp plain -> whole(DecoderMap.UP, i, names.up(), plain.fc1());
      default -> throw noLayout(mlp);
    };
  }

  private Place whole(DecoderMap kind, int i, String name, Linear linear) {
    return new Place(kind, linear, new int[] {linear.weight().dim(0)}, List.of(inLayer(i, name)));
  }

  private String inLayer(int i, String name) {
    return name == null ? null : names.inLayer(i, name);
  }

  private static void putNorm(WeightMap map, String name, Layer norm) {
    switch (norm) {
      case null -> { }
      case LayerNorm layer -> map.put(name, layer);
      case HeadNorm heads -> map.put(name + ".weight", heads.weight()).put(name + ".bias", heads.bias());
      case RmsNorm rms -> map.put(name + ".weight", rms.weight());
      default -> throw noLayout(norm);
    }
  }

  private static IllegalStateException noLayout(Layer layer) {
    return new IllegalStateException("files have no layout for " + layer.getClass());
  }
}
