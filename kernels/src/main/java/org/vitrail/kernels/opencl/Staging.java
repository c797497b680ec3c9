package org.vitrail.kernels.opencl;

import static org.jocl.CL.CL_COMPLETE;
import static org.jocl.CL.CL_EVENT_COMMAND_EXECUTION_STATUS;
import static org.jocl.CL.clGetEventInfo;
import static org.jocl.CL.clReleaseEvent;
import static org.jocl.CL.clWaitForEvents;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;
import org.vitrail.kernels.RemoteStorage;
import org.vitrail.kernels.Storage;

/**
 * Memory from which a device fetches what is written to it when its turn comes, so that the writer need not wait for all
 * that was asked before. It stays where it is, as Java's arrays do not. Used under the lock of its queue.
 */
final class Staging {
  /** Writes up to so many bytes go this way; larger ones, such as whole models, are waited for. */
  static final int LARGEST = 16 << 20;
  /** Bytes on their way at one time. */
  private static final long MOST = 64 << 20;

  private record Loan(cl_event event, ByteBuffer buffer) {}

  private final ArrayDeque<Loan> loans = new ArrayDeque<>();
  private final Map<Integer, ArrayDeque<ByteBuffer>> free = new HashMap<>();
  private long lent;

  /** A copy of {@code source}, to be lent to the device. */
  ByteBuffer copy(Storage source) {
    int bytes = source.size() * source.dtype().bytes();
    while (!loans.isEmpty() && (isDone(loans.peek()) || lent + bytes > MOST)) end(loans.poll());
    var lot = free.get(bytes);
    var buffer = lot != null && !lot.isEmpty() ? lot.pop()
        : ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    switch (source) {
      case Storage.Floats floats -> buffer.asFloatBuffer().put(floats.array());
      case Storage.Doubles doubles -> buffer.asDoubleBuffer().put(doubles.array());
      case Storage.Ints ints -> buffer.asIntBuffer().put(ints.array());
      case RemoteStorage _ -> throw new IllegalArgumentException("a Java array was expected, not the memory of a device");
    }
    return buffer;
  }

  /** The device reads {@code buffer} until {@code event} is complete. */
  void lend(ByteBuffer buffer, cl_event event) {
    loans.add(new Loan(event, buffer));
    lent += buffer.capacity();
  }

  private static boolean isDone(Loan loan) {
    var status = new int[1];
    clGetEventInfo(loan.event, CL_EVENT_COMMAND_EXECUTION_STATUS, Sizeof.cl_int, Pointer.to(status), null);
    return status[0] <= CL_COMPLETE;
  }

  private void end(Loan loan) {
    clWaitForEvents(1, new cl_event[] {loan.event});
    clReleaseEvent(loan.event);
    lent -= loan.buffer.capacity();
    free.computeIfAbsent(loan.buffer.capacity(), size -> new ArrayDeque<>()).push(loan.buffer);
  }
}
