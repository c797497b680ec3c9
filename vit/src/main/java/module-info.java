/** Image models, picture reading, preprocessing and the generated scenes. */
module org.vitrail.vit {
  requires transitive org.vitrail.nn;
  requires com.fasterxml.jackson.core;
  requires java.desktop;

  exports org.vitrail.vit.data;
  exports org.vitrail.vit.image;
  exports org.vitrail.vit.scenes;
  exports org.vitrail.vit;
  exports org.vitrail.vit.classify;

  provides org.vitrail.nn.parity.SetCase with org.vitrail.vit.parity.PreprocessingSet;
  provides org.vitrail.nn.parity.ModelCase with
      org.vitrail.vit.parity.VitCases, org.vitrail.vit.parity.ConvolutionalCases;
}
