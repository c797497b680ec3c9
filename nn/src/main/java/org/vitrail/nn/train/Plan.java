package org.vitrail.nn.train;

import org.vitrail.nn.optim.Clipping;
import org.vitrail.nn.optim.Schedule;

/**
 * How a model is trained.
 *
 * @param steps optimiser steps of the whole run
 * @param schedule learning rate of each step
 * @param clipping bound on the gradients
 * @param accumulation batches whose mean gradient makes one step
 * @param evaluateEvery steps between evaluations; 0 evaluates at the end alone
 * @param checkpointEvery steps between checkpoints; 0 writes one at the end alone
 * @param keep how many of the newest checkpoints stay on disk
 * @param scalesLoss whether the loss is scaled so that small gradients survive half precision
 * @param seed names every random number of the run
 */
public record Plan(int steps, Schedule schedule, Clipping clipping, int accumulation, int evaluateEvery,
    int checkpointEvery, int keep, boolean scalesLoss, long seed) {

  public Plan {
    if (steps < 1) throw new IllegalArgumentException("steps is " + steps + ", it must be at least 1");
    if (accumulation < 1) {
      throw new IllegalArgumentException("accumulation is " + accumulation + ", it must be at least 1");
    }
    if (keep < 1) throw new IllegalArgumentException("keep is " + keep + ", at least one checkpoint must stay");
    if (evaluateEvery < 0 || checkpointEvery < 0) {
      throw new IllegalArgumentException("the steps between evaluations or checkpoints must not be negative");
    }
  }

  /** One batch a step, no clipping, one evaluation and one checkpoint at the end. */
  public Plan(int steps, Schedule schedule, long seed) {
    this(steps, schedule, Clipping.none(), 1, 0, 0, 1, false, seed);
  }

  public Plan clipping(Clipping clipping) {
    return new Plan(steps, schedule, clipping, accumulation, evaluateEvery, checkpointEvery, keep, scalesLoss, seed);
  }

  public Plan accumulation(int batches) {
    return new Plan(steps, schedule, clipping, batches, evaluateEvery, checkpointEvery, keep, scalesLoss, seed);
  }

  public Plan evaluateEvery(int steps) {
    return new Plan(this.steps, schedule, clipping, accumulation, steps, checkpointEvery, keep, scalesLoss, seed);
  }

  public Plan checkpointEvery(int steps, int keep) {
    return new Plan(this.steps, schedule, clipping, accumulation, evaluateEvery, steps, keep, scalesLoss, seed);
  }

  public Plan scalesLoss(boolean on) {
    return new Plan(steps, schedule, clipping, accumulation, evaluateEvery, checkpointEvery, keep, on, seed);
  }

  boolean evaluatesAfter(int done) {
    return done == steps || evaluateEvery > 0 && done % evaluateEvery == 0;
  }

  boolean checkpointsAfter(int done) {
    return done == steps || checkpointEvery > 0 && done % checkpointEvery == 0;
  }
}
