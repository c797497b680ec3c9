/** The {@code vitrail} command. */
module org.vitrail.cli {
  requires org.vitrail.vit;
  requires info.picocli;
  requires com.fasterxml.jackson.databind;

}
