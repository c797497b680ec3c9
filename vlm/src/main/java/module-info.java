/** Models of pictures and texts. */
module org.vitrail.vlm {
  requires transitive org.vitrail.vit;
  requires transitive org.vitrail.llm;

  exports org.vitrail.vlm;
  exports org.vitrail.vlm.energy;
  exports org.vitrail.vlm.energy.sample;
  exports org.vitrail.vlm.energy.train;
  exports org.vitrail.vlm.experiment;
  exports org.vitrail.vlm.infonce;
  exports org.vitrail.vlm.loss;
  exports org.vitrail.vlm.nce;
}
