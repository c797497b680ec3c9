package org.vitrail.autograd.testing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/** How the elements of an argument, and of the gradient that comes back, lie in memory. */
enum Layout {
  /** Row-major without gaps. */
  PLAIN {
    @Override Tensor place(Tensor x) {
      return x.contiguous();
    }
  },
  /** The first axis is the fastest. */
  TRANSPOSED {
    @Override Tensor place(Tensor x) {
      return reverseAxes(reverseAxes(x).contiguous());
    }

    @Override Tensor arrange(Tensor y) {
      return reverseAxes(y);
    }
  },
  /** Every second element from the second on, on each axis. */
  SLICED {
    @Override Tensor place(Tensor x) {
      for (int axis = 0; axis < x.rank(); axis++) {
        int n = x.dim(axis);
        x = Shaping.stack(axis + 1, List.of(x.fullLike(77), x)).flatten(axis, axis + 1).slice(axis, 1, 2 * n, 2);
      }
      return x;
    }
  },
  /** Backwards in memory: negative strides. */
  REVERSED {
    @Override Tensor place(Tensor x) {
      return x.flip().contiguous().flip();
    }

    @Override Tensor arrange(Tensor y) {
      return y.flip();
    }
  },
  /** The first element of the first axis, repeated along it: a stride of 0. The values differ from the given ones. */
  REPEATED {
    @Override Tensor place(Tensor x) {
      return x.rank() == 0 || x.size() == 0 ? x : x.slice(0, 0, 1).expand(x.shape());
    }
  };

  /** {@code x} in this layout. */
  abstract Tensor place(Tensor x);

  /** Turns the result of an operation so that the gradient that comes back to it has such a layout. */
  Tensor arrange(Tensor y) {
    return y;
  }

  private static Tensor reverseAxes(Tensor x) {
    return x.permute(IntStream.range(0, x.rank()).map(axis -> x.rank() - 1 - axis).toArray());
  }

  static Layout ofRound(int round, int input) {
    return round < values().length ? values()[round] : values()[(round + input) % values().length];
  }

  /** Each layout for all arguments, then two mixtures. */
  static final int ROUNDS = values().length + 2;

  static String describe(int round) {
    return round < values().length ? values()[round].name().toLowerCase(java.util.Locale.ROOT)
        : "mixed " + Arrays.toString(values()) + " from " + round % values().length;
  }
}
