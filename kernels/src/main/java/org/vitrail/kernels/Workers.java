package org.vitrail.kernels;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that share a kernel's work. Work is cut into tasks by its shape, never by the number of threads, so that
 * results have the same bits for any number. The calling thread works too; helpers spin for a moment between kernels
 * and then park. A call from inside a task, or while another caller has the helpers, runs on its own thread alone.
 *
 * <p>The shared pool has one thread per processor, or {@code -Dvitrail.threads=n}; {@link #resize} changes it.
 */
public final class Workers {
  /** Does task {@code i}. */
  @FunctionalInterface
  public interface Task {
    void run(int i);
  }

  /** Does items {@code first} to {@code end}, exclusive. */
  @FunctionalInterface
  public interface Range {
    void run(int first, int end);
  }

  /**
   * Work under way. Every thread begins with a stretch of the tasks of its own, the same in each job of as many tasks:
   * what one kernel wrote is in the caches of the core that reads it in the next. Who is done with that helps the others
   * from the ends of theirs.
   */
  private static final class Job {
    /** From one counter to the next, so that no two share a cache line. */
    private static final int APART = 16;
    private static final long AT_FRONT = 1;
    private static final long AT_END = 1L << 32;

    private final Task task;
    private final int tasks;
    private final int threads;
    /** How often somebody asked for a task of each stretch: the owner in the low half, helpers in the high one. */
    private final AtomicLongArray asked;
    private final AtomicInteger finished = new AtomicInteger();
    private volatile Throwable failure;

    Job(Task task, int tasks, int threads) {
      this.task = task;
      this.tasks = tasks;
      this.threads = threads;
      asked = new AtomicLongArray(threads * APART);
    }

    void work(int thread) {
      int done = 0;
      for (int t = 0; t < threads; t++) done += workAt((thread + t) % threads, t == 0 ? AT_FRONT : AT_END);
      finished.addAndGet(done);
    }

    /** Does the tasks of a stretch that nobody has taken, from its front or its end; returns how many. */
    private int workAt(int stretch, long side) {
      int first = first(stretch);
      int count = first(stretch + 1) - first;
      int done = 0;
      for (int i = take(stretch, count, side); i >= 0; i = take(stretch, count, side)) {
        try {
          if (failure == null) task.run(first + i);
        } catch (Throwable t) {
          if (failure == null) failure = t;
        }
        done++;
      }
      return done;
    }

    private int first(int stretch) {
      return (int) ((long) tasks * stretch / threads);
    }

    /** The next of {@code count} tasks at one side; -1 when there is none. */
    private int take(int stretch, int count, long side) {
      long before = asked.getAndAdd(stretch * APART, side);
      int front = (int) before;
      int end = (int) (before >> 32);
      if (front + end >= count) return -1;
      return side == AT_FRONT ? front : count - 1 - end;
    }

    /** Waits for the tasks that others have taken, and throws what one of them threw. */
    void join() {
      for (int spins = 0; finished.get() < tasks; spins++) pause(spins);
      if (failure instanceof RuntimeException e) throw e;
      if (failure instanceof Error e) throw e;
    }
  }

  private static final int SPINS = 2000;
  /** Elements of a task of {@link #split}: a few microseconds of memory traffic. */
  private static final int GRAIN = 16 * 1024;
  private static volatile Workers shared =
      new Workers(Integer.getInteger("vitrail.threads", Runtime.getRuntime().availableProcessors()), Workers::start);

  private final Job none = new Job(null, 0, 0);
  private final AtomicBoolean taken = new AtomicBoolean();
  private final Helper[] helpers;
  private volatile Job job = none;
  private volatile boolean closed;

  private Workers(int threads, Executor executor) {
    if (threads < 1) throw new IllegalArgumentException("threads is " + threads + ", it must be at least 1");
    helpers = new Helper[threads - 1];
    for (int i = 0; i < helpers.length; i++) helpers[i] = new Helper(i + 1);
    for (var helper : helpers) executor.execute(helper);
  }

  private static void start(Runnable helper) {
    Thread.ofPlatform().daemon().name("vitrail-worker").start(helper);
  }

  /** Number of threads that work, the caller included. */
  public static int threads() {
    return shared.helpers.length + 1;
  }

  /** Replaces the shared pool by one of {@code threads} threads, after the kernel in flight. */
  public static void resize(int threads) {
    resize(threads, Workers::start);
  }

  /**
   * Replaces the shared pool by one whose {@code threads} − 1 helpers run on {@code executor}, each for as long as the
   * pool lives.
   */
  public static synchronized void resize(int threads, Executor executor) {
    var old = shared;
    shared = new Workers(threads, executor);
    old.close();
  }

  /** Runs tasks 0 … {@code tasks}−1, each once, on all threads, and returns when all are done. */
  public static void run(int tasks, Task task) {
    var pool = shared;
    if (tasks > 1 && pool.helpers.length > 0 && pool.taken.compareAndSet(false, true)) {
      try {
        pool.share(new Job(task, tasks, pool.helpers.length + 1));
      } finally {
        pool.taken.set(false);
      }
    } else {
      for (int i = 0; i < tasks; i++) task.run(i);
    }
  }

  /**
   * Runs {@code body} on all threads at once, each a member of one {@link Team}. Where the helpers are not to be had, the
   * calling thread is a team of its own: work that is cut into tasks gets the same bits either way.
   */
  public static void together(Team.Body body) {
    var pool = shared;
    if (pool.helpers.length > 0 && pool.taken.compareAndSet(false, true)) {
      try {
        int threads = pool.helpers.length + 1;
        var team = new Team(threads);
        pool.share(new Job(member -> team.run(member, body), threads, threads));
      } finally {
        pool.taken.set(false);
      }
    } else {
      new Team(1).run(0, body);
    }
  }

  /**
   * Does {@code items} items of {@code size} elements each, in ranges of about 16 K elements; what is less than two
   * such ranges stays on the calling thread.
   */
  public static void split(int items, int size, Range range) {
    int share = Math.max(1, GRAIN / Math.max(1, size));
    if ((long) items * size < 2 * GRAIN) range.run(0, items);
    else run((items + share - 1) / share, i -> range.run(i * share, Math.min(items, (i + 1) * share)));
  }

  private void share(Job shared) {
    job = shared;
    for (var helper : helpers) helper.wake();
    shared.work(0);
    job = none;
    shared.join();
  }

  static void pause(int spins) {
    if (spins < SPINS) Thread.onSpinWait();
    else Thread.yield();
  }

  /** Takes the pool for good, so that no job can come any more, and lets its threads go. */
  private void close() {
    for (int spins = 0; !taken.compareAndSet(false, true); spins++) pause(spins);
    closed = true;
    for (var helper : helpers) LockSupport.unpark(helper.thread);
  }

  private final class Helper implements Runnable {
    private final int number;
    private volatile Thread thread;
    private volatile boolean parked;

    Helper(int number) {
      this.number = number;
    }

    void wake() {
      if (parked) LockSupport.unpark(thread);
    }

    @Override public void run() {
      thread = Thread.currentThread();
      for (var job = await(none); !closed; job = await(job)) job.work(number);
    }

    /** Waits for a job other than the one just done. */
    private Job await(Job done) {
      for (int spins = 0; !closed; spins++) {
        var current = job;
        if (current != done && current != none) return current;
        if (spins < SPINS) Thread.onSpinWait();
        else park(done);
      }
      return none;
    }

    private void park(Job done) {
      parked = true;
      if ((job == done || job == none) && !closed) LockSupport.park(Workers.this);
      parked = false;
    }
  }
}
