package org.vitrail.tensor.io;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import org.vitrail.kernels.weights.StoredMatrix;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** Tensors in a file, by name. It is mapped, not read: a tensor's bytes are touched when it is asked for. */
public interface TensorFile extends AutoCloseable {

  /** The names of the tensors, in the order in which they are stored. */
  Set<String> names();

  default boolean contains(String name) {
    return names().contains(name);
  }

  /** The shape, the outermost axis first. */
  Shape shape(String name);

  /** How the elements are stored, such as F32 or Q4_0. */
  String storedAs(String name);

  /** Bytes of a tensor in the file. */
  long bytes(String name);

  /**
   * A copy of a tensor: reals of other formats as F32, integers and truths as I32.
   *
   * @throws FormatException if it cannot be read, or an integer does not fit 32 bits
   */
  Tensor tensor(String name);

  /** Copies of all tensors, in their order. */
  default SequencedMap<String, Tensor> tensors() {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var name : names()) tensors.put(name, tensor(name));
    return tensors;
  }

  /**
   * The weights of a tensor in place, until this is closed: the last axis as columns, all others as rows, a vector as
   * one row.
   *
   * @throws FormatException if no kernel reads what it is stored as
   */
  StoredMatrix matrix(String name);

  /** Gives the mapping back, and with it all {@link #matrix weights in place}; copies stay. */
  @Override void close() throws IOException;
}
