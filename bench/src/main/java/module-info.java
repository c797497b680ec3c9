/** What proves the speed: workloads, their measurement against the machine's own limits, training steps. */
module org.vitrail.bench {
  requires transitive org.vitrail.llm;
  requires org.vitrail.vlm;
  requires transitive org.vitrail.vit;
  requires static jdk.incubator.vector;
  requires java.management;
  requires jdk.management;

  exports org.vitrail.bench;
  exports org.vitrail.bench.kernel;
  exports org.vitrail.bench.limit;
  exports org.vitrail.bench.llm;
  exports org.vitrail.bench.profile;
  exports org.vitrail.bench.train;

  opens org.vitrail.bench.limit to org.vitrail.kernels;
}
