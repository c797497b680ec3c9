package org.vitrail.kernels.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/**
 * Who handles the signals of this process. Java finds out by SIGSEGV that a reference is null or that its threads shall
 * stop. PoCL's compiler, which runs in our process, asks for that signal once, when the devices are listed, and takes it
 * for a crash of its own: it deletes the file that it writes, so that a build fails, and at times the process ends.
 */
final class Signals {
  private static final int COUNT = 31;
  /** More than a struct sigaction has anywhere; it begins with the address of the handler. */
  static final int BYTES = 256;
  /** {@code int sigaction(int signal, const struct sigaction *new, struct sigaction *old)}; null where there is none. */
  private static final MethodHandle SIGACTION = Linker.nativeLinker().defaultLookup().find("sigaction")
      .map(address -> Linker.nativeLinker().downcallHandle(address,
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS))).orElse(null);

  private Signals() {}

  /** What {@code body} returns; every signal is given back to who had it before. */
  static <T> T keep(Supplier<T> body) {
    if (SIGACTION == null) return body.get();
    try (var arena = Arena.ofConfined()) {
      var handlers = handlers(arena);
      try {
        return body.get();
      } finally {
        for (int i = 0; i < COUNT; i++) sigaction(i + 1, of(handlers, i), MemorySegment.NULL);
      }
    }
  }

  /** The handlers of all signals, {@link #BYTES} each. */
  static MemorySegment handlers(Arena arena) {
    var handlers = arena.allocate(COUNT * BYTES, 16);
    for (int i = 0; i < COUNT; i++) sigaction(i + 1, MemorySegment.NULL, of(handlers, i));
    return handlers;
  }

  private static MemorySegment of(MemorySegment handlers, int i) {
    return handlers.asSlice((long) i * BYTES, BYTES);
  }

  /** Refuses the signals that nobody can handle, which changes nothing. */
  private static void sigaction(int signal, MemorySegment now, MemorySegment before) {
    try {
      int _ = (int) SIGACTION.invokeExact(signal, now, before);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
