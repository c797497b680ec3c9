/** The {@code vitrail} command. */
module org.vitrail.cli {
  requires org.vitrail.kernels;
  requires org.vitrail.bench;
  requires org.vitrail.llm;
  requires org.vitrail.vit;
  requires org.vitrail.vlm;
  requires info.picocli;
  requires com.fasterxml.jackson.databind;
  requires me.tongfei.progressbar;

  opens org.vitrail.cli to info.picocli;
  opens org.vitrail.cli.bench to info.picocli;
  opens org.vitrail.cli.classify to info.picocli;
  opens org.vitrail.cli.contrastive to info.picocli;
  opens org.vitrail.cli.device to info.picocli;
  opens org.vitrail.cli.file to info.picocli;
  opens org.vitrail.cli.fusion to info.picocli;
  opens org.vitrail.cli.generate to info.picocli;
  opens org.vitrail.cli.language to info.picocli;
  opens org.vitrail.cli.options to info.picocli;
  opens org.vitrail.cli.proof to info.picocli;
  opens org.vitrail.cli.train to info.picocli;
}
