package org.vitrail.bench.train;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Counts the pauses of the garbage collector while it is open. */
final class Pauses implements AutoCloseable {
  private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
  private final NotificationListener listener = (notification, _) -> {
    var info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
    add(info.getGcInfo().getDuration());
  };
  private int count;
  private long longest;

  Pauses() {
    collectors.forEach(collector -> ((NotificationEmitter) collector).addNotificationListener(listener, null, null));
  }

  private synchronized void add(long millis) {
    count++;
    longest = Math.max(longest, millis);
  }

  synchronized int count() {
    return count;
  }

  /** Milliseconds. */
  synchronized long longest() {
    return longest;
  }

  @Override public void close() {
    for (var collector : collectors) {
      try {
        ((NotificationEmitter) collector).removeNotificationListener(listener);
      } catch (ListenerNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
