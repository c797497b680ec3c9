/** Models of pictures and texts. */
module org.vitrail.vlm {
  requires transitive org.vitrail.vit;
  requires transitive org.vitrail.llm;
  requires com.fasterxml.jackson.core;

  exports org.vitrail.vlm;
  exports org.vitrail.vlm.chameleon;
  exports org.vitrail.vlm.clip;
  exports org.vitrail.vlm.cm3;
  exports org.vitrail.vlm.data;
  exports org.vitrail.vlm.energy;
  exports org.vitrail.vlm.energy.sample;
  exports org.vitrail.vlm.energy.train;
  exports org.vitrail.vlm.experiment;
  exports org.vitrail.vlm.fusion;
  exports org.vitrail.vlm.fusion.train;
  exports org.vitrail.vlm.infonce;
  exports org.vitrail.vlm.llip;
  exports org.vitrail.vlm.loss;
  exports org.vitrail.vlm.nce;
  exports org.vitrail.vlm.probe;
  exports org.vitrail.vlm.siglip;
  exports org.vitrail.vlm.tower;
  exports org.vitrail.vlm.train;
  exports org.vitrail.vlm.vq;

  uses org.vitrail.vlm.ModelFolder;
  uses org.vitrail.vlm.fusion.MixedFolder;
  provides org.vitrail.vlm.fusion.MixedFolder with
      org.vitrail.vlm.chameleon.HfChameleonFolder, org.vitrail.vlm.cm3.Cm3Folder;
  provides org.vitrail.vlm.ModelFolder with
      org.vitrail.vlm.clip.HfClipFolder,
      org.vitrail.vlm.clip.OpenClipFolder,
      org.vitrail.vlm.llip.LlipFolder,
      org.vitrail.vlm.siglip.HfSiglipFolder,
      org.vitrail.vlm.siglip.OpenClipSiglipFolder;
  provides org.vitrail.nn.parity.ModelCase with
      org.vitrail.vlm.parity.ChameleonCases,
      org.vitrail.vlm.parity.ClipCases,
      org.vitrail.vlm.parity.SiglipCases,
      org.vitrail.vlm.parity.VqCases;
}
