/** What proves the speed: workloads, their measurement against the machine's own limits, training steps. */
module org.vitrail.bench {
  requires transitive org.vitrail.vit;
  requires java.management;
  requires jdk.management;

  exports org.vitrail.bench.train;
}
