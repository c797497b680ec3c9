/** Raw compute on memory: the contract of a backend, the scalar specification and the SIMD kernels. */
module org.vitrail.kernels {
  requires static jdk.incubator.vector;

}
