/** Approximate search among many vectors, with Lucene's graphs. */
module org.vitrail.hnsw {
  requires transitive org.vitrail.vlm;
  requires org.apache.lucene.core;

  exports org.vitrail.hnsw;
}
