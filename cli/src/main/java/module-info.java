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
}
