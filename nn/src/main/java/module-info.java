/** Layers, losses, optimisers, schedules, data loading, training loop and checkpoints. */
module org.vitrail.nn {
  requires transitive org.vitrail.autograd;
  requires com.fasterxml.jackson.core;

  exports org.vitrail.nn;
  exports org.vitrail.nn.data;
  exports org.vitrail.nn.loss;
  exports org.vitrail.nn.optim;
  exports org.vitrail.nn.parity;
  exports org.vitrail.nn.train;

  uses org.vitrail.nn.parity.ModelCase;
  uses org.vitrail.nn.parity.SetCase;
  provides org.vitrail.nn.parity.SetCase with
      org.vitrail.nn.parity.OpSet, org.vitrail.nn.parity.LossSet, org.vitrail.nn.parity.FilesSet,
      org.vitrail.nn.parity.OptimizerSet, org.vitrail.nn.parity.BlocksSet;
}
