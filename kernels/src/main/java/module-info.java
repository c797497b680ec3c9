/** Raw compute on memory: the contract of a backend, the scalar specification and the SIMD kernels. */
module org.vitrail.kernels {
  requires static jdk.incubator.vector;
  requires static jocl;
  requires jdk.management;

  exports org.vitrail.kernels;
  exports org.vitrail.kernels.attention;
  exports org.vitrail.kernels.conv;
  exports org.vitrail.kernels.elementwise;
  exports org.vitrail.kernels.gemm;
  exports org.vitrail.kernels.gemm.lessons;
  exports org.vitrail.kernels.index;
  exports org.vitrail.kernels.norm;
  exports org.vitrail.kernels.opencl;
  exports org.vitrail.kernels.optim;
  exports org.vitrail.kernels.random;
  exports org.vitrail.kernels.reduce;
  exports org.vitrail.kernels.rotary;
  exports org.vitrail.kernels.softmax;
  exports org.vitrail.kernels.token;
  exports org.vitrail.kernels.weights;

  uses org.vitrail.kernels.Device.Provider;
  provides org.vitrail.kernels.Device.Provider with org.vitrail.kernels.VectorBackend,
      org.vitrail.kernels.opencl.OpenClBackend;
}
