package org.vitrail.bench.profile;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.vitrail.kernels.Kernels;

/** Kernels that hand each call to somebody. They are proxies, so that a kernel that is new is seen as well. */
final class Intercepted {

  /** Gets each call: {@code method} of the family that {@link Kernels} names by {@code family}. */
  @FunctionalInterface
  interface Handler {
    void called(Method family, Method method, Object[] arguments);
  }

  private Intercepted() {}

  static Kernels by(Handler handler) {
    Map<Method, Object> families = new HashMap<>();
    for (var family : Kernels.class.getMethods()) {
      families.put(family, proxy(family.getReturnType(), (method, arguments) -> {
        handler.called(family, method, arguments);
        return null;
      }));
    }
    return proxy(Kernels.class, (method, _) -> families.get(method));
  }

  private interface Answer {
    Object to(Method method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
        (_, method, arguments) -> answer.to(method, arguments)));
  }

  /** The call itself, with the kernels' own exceptions. */
  static Object invoke(Method method, Object target, Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) throw cause;
      if (e.getCause() instanceof Error cause) throw cause;
      throw new IllegalStateException(e.getCause());
    }
  }
}
