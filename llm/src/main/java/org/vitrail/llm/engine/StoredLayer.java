package org.vitrail.llm.engine;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The weights of a decoder's layer; what a family does not have is null.
 *
 * @param qkv one packed map, or one each for queries, keys and values
 * @param queryNorms one for each head; empty where heads are not normalised
 * @param keyNorms as {@code queryNorms}
 * @param gate null where the MLP is not gated
 */
record StoredLayer(StoredNorm attentionNorm, List<StoredMap> qkv, List<StoredNorm> queryNorms,
    List<StoredNorm> keyNorms, StoredMap attentionOut, StoredNorm afterAttention, StoredNorm mlpNorm, StoredMap gate,
    StoredMap up, StoredMap down, StoredNorm afterMlp) {

  /** The maps that read the MLP's input. */
  List<StoredMap> hidden() {
    return gate == null ? List.of(up) : List.of(gate, up);
  }

  Stream<StoredNorm> norms() {
    var rows = Stream.of(attentionNorm, afterAttention, mlpNorm, afterMlp).filter(Objects::nonNull);
    return Stream.of(rows, queryNorms.stream(), keyNorms.stream()).flatMap(norms -> norms);
  }

  Stream<StoredMap> maps() {
    return Stream.of(qkv, List.of(attentionOut), hidden(), List.of(down)).flatMap(List::stream);
  }
}
