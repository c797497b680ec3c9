package org.vitrail.tensor;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Storage;

/**
 * A memory lifetime: what is computed inside goes back to its device's pool when the scope ends, but for the tensors
 * that the body returns, which pass to the scope around it.
 *
 * <pre>{@code Tensor loss = Scope.call("step", () -> model.loss(batch)); }</pre>
 *
 * <p>A tensor whose memory went back throws when it is read, naming the scope. With {@code -Dvitrail.debug=1} returned
 * memory is filled with NaN. Outside any scope tensors are ordinary garbage-collected memory.
 */
public final class Scope {
  /** A result that holds tensors, such as gradients: they outlive the scope that returns it. */
  public interface Holder {
    Collection<Tensor> tensors();
  }

  private static final ScopedValue<Scope> CURRENT = ScopedValue.newInstance();

  private final String name;
  private final Scope parent;
  /** What was lent to this scope, and by whom. */
  private final Map<Storage, Device> loans = new IdentityHashMap<>();

  private Scope(String name, Scope parent) {
    this.name = name;
    this.parent = parent;
  }

  /** Runs {@code body} in a scope called {@code name}; a tensor, collection or {@link Holder} it returns stays alive. */
  public static <T, X extends Throwable> T call(String name, ScopedValue.CallableOp<T, X> body) throws X {
    var scope = new Scope(name, current());
    T result = null;
    try {
      result = ScopedValue.where(CURRENT, scope).call(body);
      return result;
    } finally {
      scope.close(result);
    }
  }

  /** Runs {@code body} in a scope called {@code name}. */
  public static void run(String name, Runnable body) {
    call(name, () -> {
      body.run();
      return null;
    });
  }

  /** Runs {@code body} outside every scope: what it allocates lives as long as somebody points at it. */
  public static <T, X extends Throwable> T outside(ScopedValue.CallableOp<T, X> body) throws X {
    return ScopedValue.where(CURRENT, null).call(body);
  }

  /** The innermost scope of this thread, or null. */
  public static Scope current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  static void register(Device device, Storage storage) {
    var scope = current();
    if (scope != null) scope.loans.put(storage, device);
  }

  /** Lets the memory of {@code t}, which was made outside every scope, go back when the current one ends. */
  public static void adopt(Tensor t) {
    register(t.device(), t.view().storage());
  }

  /** Whether the memory of {@code t} goes back when this scope ends. */
  public boolean owns(Tensor t) {
    return loans.containsKey(t.view().storage());
  }

  /** Gives the memory of {@code t}, which this scope {@link #owns}, back now. */
  public void release(Tensor t) {
    var storage = t.view().storage();
    giveBack(storage, loans.remove(storage));
  }

  private void close(Object result) {
    Set<Storage> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(result, kept);
    loans.forEach((storage, device) -> {
      if (!kept.contains(storage)) giveBack(storage, device);
      else if (parent != null) parent.loans.put(storage, device);
    });
  }

  private void giveBack(Storage storage, Device device) {
    if (Debug.LEVEL > 0) storage.poison();
    device.recycle(storage, name);
  }

  private static void collect(Object result, Set<Storage> kept) {
    switch (result) {
      case Tensor t -> kept.add(t.view().storage());
      case Holder holder -> holder.tensors().forEach(t -> collect(t, kept));
      case Iterable<?> many -> many.forEach(each -> collect(each, kept));
      case Map<?, ?> map -> map.values().forEach(each -> collect(each, kept));
      case Object[] many -> List.of(many).forEach(each -> collect(each, kept));
      case null, default -> { }
    }
  }
}
