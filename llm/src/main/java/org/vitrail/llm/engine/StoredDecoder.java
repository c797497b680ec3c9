package org.vitrail.llm.engine;

import java.util.List;
import java.util.stream.Stream;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.llm.decoder.DecoderConfig;

/**
 * The weights of a decoder as a file stores them.
 *
 * @param tokens a row for each token
 * @param positions a row for each position, or null
 */
record StoredDecoder(DecoderConfig config, StoredMatrix tokens, StoredMatrix positions, List<StoredLayer> layers,
    StoredNorm norm, StoredMap head) {

  Stream<StoredMap> maps() {
    return Stream.concat(layers.stream().flatMap(StoredLayer::maps), Stream.of(head));
  }

  /** Elements of the embeddings and of all maps; a head that is tied to the embedding counts once. */
  long parameters() {
    long maps = maps().mapToLong(map -> (long) map.rows() * map.weights().columns()).sum();
    return maps + (config.tied() ? 0 : (long) tokens.rows() * tokens.columns());
  }

  /** Bytes of weights that are read for each token. */
  long bytesPerToken() {
    return maps().mapToLong(map -> map.projection().bytes()).sum();
  }
}
