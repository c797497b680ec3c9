package org.vitrail.hnsw;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.cm3.Neighbours;

/**
 * Finds close vectors in a hierarchical navigable small world (Malkov and Yashunin 2016, arXiv 1603.09320), a graph in
 * memory built by Lucene: each query visits a few hundred vectors instead of all. Rarely one of the closest is missed.
 */
public final class HnswNeighbours implements Neighbours, AutoCloseable {
  private static final String FIELD = "vector";
  /** How many close vectors a search keeps while it walks; more are slower and miss less. */
  private static final int KEPT = 200;

  private final ByteBuffersDirectory graph = new ByteBuffersDirectory();
  private final DirectoryReader reader;
  private final int dimension;

  private HnswNeighbours(Tensor vectors) throws IOException {
    dimension = vectors.dim(1);
    // This policy merges in order, so that the number of a document is that of its vector.
    var config = new IndexWriterConfig().setMergePolicy(new LogDocMergePolicy());
    try (var writer = new IndexWriter(graph, config)) {
      var values = vectors.toFloats();
      for (int at = 0; at < values.length; at += dimension) {
        var document = new Document();
        document.add(new KnnFloatVectorField(FIELD, Arrays.copyOfRange(values, at, at + dimension),
            VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    reader = DirectoryReader.open(graph);
  }

  /**
   * Builds the graph of some vectors.
   *
   * @param vectors of length 1, (n, d) with d up to 1024
   */
  public static HnswNeighbours of(Tensor vectors) {
    try {
      return new HnswNeighbours(vectors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override public List<List<Neighbour>> nearest(Tensor queries, int k) {
    if (queries.rank() != 2 || queries.dim(1) != dimension) {
      throw new IllegalArgumentException("queries of shape " + queries.shape() + " cannot be compared with vectors of "
          + dimension + " numbers");
    }
    var searcher = new IndexSearcher(reader);
    var values = queries.toFloats();
    var nearest = new ArrayList<List<Neighbour>>();
    for (int at = 0; at < values.length; at += dimension) {
      nearest.add(nearest(searcher, Arrays.copyOfRange(values, at, at + dimension), k));
    }
    return nearest;
  }

  /** Lucene scores by {@code (1 + a·b)/2}. */
  private static List<Neighbour> nearest(IndexSearcher searcher, float[] query, int k) {
    try {
      var found = searcher.search(new KnnFloatVectorQuery(FIELD, query, Math.max(k, KEPT)), k).scoreDocs;
      return Arrays.stream(found).map(hit -> new Neighbour(hit.doc, 2 * hit.score - 1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets go of the graph. */
  @Override public void close() {
    try (graph) {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
