package org.vitrail.nn.data;

import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;

/**
 * Prepares batches on threads of its own while the last one is being used, at most {@code depth} ahead. They come in
 * the order of their numbers, whichever thread is first. What goes wrong while one is prepared is thrown when that
 * batch is asked for.
 */
public final class Prefetch<B> implements AutoCloseable {
  private final LongFunction<B> source;
  private final ExecutorService threads;
  private final Device device = Devices.current();
  private final ArrayDeque<Future<B>> ahead = new ArrayDeque<>();
  private long next;

  /** Prepares {@code source.apply(first)}, {@code source.apply(first + 1)}, …. */
  public Prefetch(LongFunction<B> source, long first, int depth, int threads) {
    this.source = source;
    this.next = first;
    this.threads = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("vitrail-data-", 0).factory());
    for (int i = 0; i < depth; i++) prepareOne();
  }

  private void prepareOne() {
    long k = next++;
    ahead.add(threads.submit(() -> Devices.on(device, () -> source.apply(k))));
  }

  /** The next batch; waits until it is ready. */
  public B next() {
    if (threads.isShutdown()) throw new IllegalStateException("these batches are closed");
    var batch = ahead.removeFirst();
    prepareOne();
    try {
      return batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while a batch was prepared");
    } catch (ExecutionException e) {
      close();
      throw switch (e.getCause()) {
        case RuntimeException problem -> problem;
        case Error problem -> throw problem;
        default -> new IllegalStateException(e.getCause());
      };
    }
  }

  /** Stops preparing and waits for the batches under way, which are dropped. */
  @Override public void close() {
    ahead.forEach(batch -> batch.cancel(false));
    ahead.clear();
    threads.shutdown();
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
