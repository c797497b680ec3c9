/** Models of pictures and texts. */
module org.vitrail.vlm {
  requires transitive org.vitrail.vit;
  requires transitive org.vitrail.llm;

  exports org.vitrail.vlm;
  exports org.vitrail.vlm.data;
  exports org.vitrail.vlm.loss;
  exports org.vitrail.vlm.probe;
}
