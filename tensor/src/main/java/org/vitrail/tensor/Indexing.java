package org.vitrail.tensor;

import java.util.stream.IntStream;
import org.vitrail.tensor.ops.Gather;
import org.vitrail.tensor.ops.GatherRows;
import org.vitrail.tensor.ops.Scatter;

/** Elements read and written at computed places. Indices and masks are I32; a mask is true where it is not 0. */
public sealed interface Indexing permits Tensor {
  Tensor self();

  /** Rows of this (rows, width) table: result (ids…, width). */
  default Tensor rows(Tensor ids) {
    return Tensor.of(new GatherRows(self(), ids));
  }

  /** {@code out[…, i, …] = x[…, ids[i], …]} along {@code axis}; ids is a vector. */
  default Tensor indexSelect(int axis, Tensor ids) {
    requireVector("indexSelect", ids);
    return asRows(axis, self()).rows(ids).reshape(front(axis).with(0, ids.size())).transpose(0, axis);
  }

  /** x with {@code src[…, i, …]} added to {@code x[…, ids[i], …]} along {@code axis}; ids is a vector. */
  default Tensor indexAdd(int axis, Tensor ids, Tensor src) {
    requireVector("indexAdd", ids);
    if (!src.shape().equals(self().shape().with(axis, ids.size()))) {
      throw new ShapeException("indexAdd: the source is " + src.shape() + ", " + ids.size() + " ids along axis " + axis
          + " of " + self().shape() + " ask for " + self().shape().with(axis, ids.size()));
    }
    var added = Tensor.of(new GatherRows.ScatterAddRows(asRows(axis, src), ids, self().dim(axis)));
    return self().add(added.reshape(front(axis)).transpose(0, axis));
  }

  private static void requireVector(String op, Tensor ids) {
    if (ids.rank() != 1) throw new ShapeException(op + ": the ids are " + ids.shape() + ", they must be a vector");
  }

  /** {@code axis} first, the others behind it as one. */
  private static Tensor asRows(int axis, Tensor x) {
    return x.transpose(0, axis).reshape(x.dim(axis), x.dim(axis) == 0 ? 0 : x.size() / x.dim(axis));
  }

  private Shape front(int axis) {
    int[] sizes = self().shape().sizes();
    sizes[0] = self().dim(axis);
    sizes[self().shape().axis(axis)] = self().dim(0);
    return Shape.of(sizes);
  }

  /** {@code out[…, i, …] = x[…, index[…, i, …], …]} along {@code axis}; index is I32. */
  default Tensor gather(int axis, Tensor index) {
    return Tensor.of(new Gather(self(), self().shape().axis(axis), index));
  }

  /** As {@link #gather}, the other axes of x and index broadcast against each other. */
  default Tensor takeAlong(int axis, Tensor index) {
    int at = self().shape().axis(axis);
    if (index.rank() != self().rank()) {
      throw new ShapeException("takeAlong: the index " + index.shape() + " has not the axes of " + self().shape());
    }
    var shape = Shape.broadcast("takeAlong", self().shape().with(at, 1), index.shape().with(at, 1));
    return self().expand(shape.with(at, self().dim(at))).gather(at, index.expand(shape.with(at, index.dim(at))));
  }

  /** x with {@code x[…, index[…, i, …], …] = src[…, i, …]} along {@code axis}; the last writer of a place wins. */
  default Tensor scatter(int axis, Tensor index, Tensor src) {
    return Tensor.of(new Scatter(self(), self().shape().axis(axis), index, src));
  }

  /** x with {@code src[…, i, …]} added to {@code x[…, index[…, i, …], …]} along {@code axis}. */
  default Tensor scatterAdd(int axis, Tensor index, Tensor src) {
    return self().add(Tensor.of(new Gather.ScatterAdd(src, self().shape().axis(axis), index, self().shape())));
  }

  /**
   * {@code x[i, :, j]}: an index tensor for each leading axis, null for a whole one. The indices broadcast; the axes of
   * their common shape stand where the indices stood, or first if a whole axis stands between them, as in NumPy.
   */
  default Tensor index(Tensor... indices) {
    return AdvancedIndex.of(self(), indices);
  }

  /** The elements where {@code mask}, broadcast, is true, as a vector. */
  default Tensor maskedSelect(Tensor mask) {
    var shape = Shape.broadcast("maskedSelect", self().shape(), mask.shape());
    var truth = mask.expand(shape).toInts();
    var places = IntStream.range(0, truth.length).filter(i -> truth[i] != 0).toArray();
    return self().expand(shape).reshape(-1).indexSelect(0, self().intsHere(places, places.length));
  }

  /** x with its elements where {@code mask}, broadcast, is true replaced by those of {@code source}, in order. */
  default Tensor maskedScatter(Tensor mask, Tensor source) {
    var wide = mask.expand(self().shape());
    var truth = wide.toInts();
    var places = new int[truth.length];
    int used = 0;
    for (int i = 0; i < truth.length; i++) places[i] = truth[i] == 0 ? 0 : used++;
    if (used > source.size()) {
      throw new ShapeException("maskedScatter: the mask is true " + used + " times, the source has " + source.size()
          + " elements");
    }
    if (used == 0) return self();
    var taken = source.reshape(-1).indexSelect(0, self().intsHere(places, places.length));
    return wide.where(taken.reshape(self().shape()), self());
  }

  /** 1 at each of these indices, on a new last axis of size {@code classes}, 0 elsewhere; I32. */
  default Tensor oneHot(int classes) {
    var ids = self();
    for (int id : ids.toInts()) {
      if (id < 0 || id >= classes) throw new ShapeException("oneHot: " + id + " is no class of " + classes);
    }
    return ids.unsqueeze(-1).eq(ids.intsHere(IntStream.range(0, classes).toArray(), classes));
  }
}
