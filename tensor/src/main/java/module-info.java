/** n-d arrays, views, the operations with their derivatives, and file formats. */
module org.vitrail.tensor {
  requires transitive org.vitrail.kernels;
  requires com.fasterxml.jackson.core;

  exports org.vitrail.tensor;
  exports org.vitrail.tensor.io;
  exports org.vitrail.tensor.ops;
}
