package org.vitrail.kernels;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The threads of {@link Workers} in one long piece of work that has many short steps. All run the same code; in each
 * step they share out tasks with {@link #next}, and {@link #sync} ends it. That costs a fraction of a microsecond and
 * no object, where a step of its own on {@link Workers#run} costs several hundred bytes.
 *
 * <pre>{@code
 * Workers.together((team, member) -> {
 *   for (int i = team.next(tasks); i >= 0; i = team.next(tasks)) first(i);
 *   team.sync();
 *   if (member == 0) alone();
 *   team.sync();
 * });
 * }</pre>
 */
public final class Team {
  /** What each thread of a team does; {@code member} counts from 0, the calling thread. */
  @FunctionalInterface
  public interface Body {
    void run(Team team, int member);
  }

  /** From one counter to the next, so that no two share a cache line. */
  private static final int APART = 16;
  private static final int CLAIMED = APART;
  private static final int ARRIVED = 2 * APART;
  private static final int STEP = 3 * APART;
  private static final int BROKEN = 4 * APART;

  private final int threads;
  private final AtomicIntegerArray counters = new AtomicIntegerArray(5 * APART);

  Team(int threads) {
    this.threads = threads;
  }

  void run(int member, Body body) {
    try {
      body.run(this, member);
    } catch (Throwable t) {
      counters.set(BROKEN, 1);
      throw t;
    }
  }

  /** Number of threads. */
  public int threads() {
    return threads;
  }

  /** A task of this step that nobody has taken, of 0 … {@code tasks}−1; −1 when there is none. */
  public int next(int tasks) {
    int i = counters.getAndIncrement(CLAIMED);
    return i < tasks ? i : -1;
  }

  /** Waits until every member has come here; then the next step begins. */
  public void sync() {
    int step = counters.get(STEP);
    if (counters.incrementAndGet(ARRIVED) == threads) {
      counters.set(ARRIVED, 0);
      counters.set(CLAIMED, 0);
      counters.set(STEP, step + 1);
      return;
    }
    for (int spins = 0; counters.get(STEP) == step; spins++) {
      if (counters.get(BROKEN) != 0) throw new IllegalStateException("another thread of the team failed");
      Workers.pause(spins);
    }
  }
}
