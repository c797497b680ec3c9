/** The tape, gradients and gradient checking. */
module org.vitrail.autograd {
  requires transitive org.vitrail.tensor;


  exports org.vitrail.autograd;
}
