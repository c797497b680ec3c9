/** Vitrail's models of pictures and texts as langchain4j's embedding models. */
module org.vitrail.langchain4j {
  requires transitive org.vitrail.vlm;
  requires transitive langchain4j.core;

  exports org.vitrail.langchain4j;
}
