package org.vitrail.llm.decoder;

import org.vitrail.nn.GatedMlp;
import org.vitrail.nn.Layer;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.RmsNorm;
import org.vitrail.nn.WeightMap;

/** Where files that use some {@link TensorNames} keep the parameters of a {@link Decoder}. */
public final class DecoderWeights {
  private final Decoder decoder;
  private final TensorNames names;
  private final WeightMap map = new WeightMap();

  private DecoderWeights(Decoder decoder, TensorNames names) {
    this.decoder = decoder;
    this.names = names;
  }

  public static WeightMap of(Decoder decoder, TensorNames names) {
    return new DecoderWeights(decoder, names).map();
  }

  private WeightMap map() {
    map.put(names.tokens() + ".weight", decoder.tokens().weight());
    if (decoder.positions() != null) map.put(names.positions() + ".weight", decoder.positions());
    for (int i = 0; i < decoder.layers().size(); i++) putLayer(i, decoder.layers().get(i));
    putNorm(names.norm(), decoder.norm());
    return map.put(names.head(), decoder.head());
  }

  private void putLayer(int i, DecoderLayer layer) {
    var attention = layer.attention();
    putNorm(names.inLayer(i, names.attentionNorm()), layer.attentionNorm());
    putQkv(i, attention.qkv());
    putNorm(inLayer(i, names.queryNorm()), attention.queryNorm());
    putNorm(inLayer(i, names.keyNorm()), attention.keyNorm());
    putMap(i, names.attentionOut(), attention.out());
    putNorm(inLayer(i, names.afterAttention()), layer.afterAttention());
    putNorm(names.inLayer(i, names.mlpNorm()), layer.mlpNorm());
    switch (layer.mlp()) {
      case GatedMlp mlp -> {
        int hidden = decoder.config().mlp().hidden();
        map.putParts(mlp.gateUp(), new int[] {hidden, hidden}, names.inLayer(i, names.gate()),
            names.inLayer(i, names.up()));
        putMap(i, names.down(), mlp.out());
      }
      case Mlp mlp -> {
        putMap(i, names.up(), mlp.fc1());
        putMap(i, names.down(), mlp.fc2());
      }
      default -> throw new IllegalStateException("files have no layout for " + layer.mlp().getClass());
    }
    putNorm(inLayer(i, names.afterMlp()), layer.afterMlp());
  }

  private void putQkv(int i, Linear qkv) {
    boolean packed = names.query() == null || names.packed() != null && decoder.config().learnedPositions();
    if (packed) {
      putMap(i, names.packed(), qkv);
      return;
    }
    var heads = decoder.config().heads();
    map.putParts(qkv, new int[] {heads.queryWidth(), heads.keyValueWidth(), heads.keyValueWidth()},
        names.inLayer(i, names.query()), names.inLayer(i, names.key()), names.inLayer(i, names.value()));
  }

  private void putMap(int i, String name, Linear linear) {
    if (names.transposed()) map.putTransposed(names.inLayer(i, name), linear);
    else map.put(names.inLayer(i, name), linear);
  }

  private String inLayer(int i, String name) {
    return name == null ? null : names.inLayer(i, name);
  }

  private void putNorm(String name, Layer norm) {
    switch (norm) {
      case null -> { }
      case LayerNorm layer -> map.put(name, layer);
      case RmsNorm rms -> map.put(name + ".weight", rms.weight());
      default -> throw new IllegalStateException("files have no layout for " + norm.getClass());
    }
  }
}
