package org.vitrail.cli;

/**
 * Adds the module {@code jdk.incubator.vector} to the running virtual machine.
 *
 * <p>With {@code --add-modules jdk.incubator.vector} every start prints "WARNING: Using incubator modules", and no
 * option turns that off: it is written while the boot layer is made. The JDK has a door for modules that are wanted
 * later, the one by which debugging agents come in; the manifest's {@code Add-Exports} opens it. The module then has
 * the same loader, the same intrinsics and the same speed. See {@code docs/decisions/launcher.md}.
 */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /** Loads the module; where that fails the engine itself says that it runs on its scalar kernels, and the remedy. */
  static void load() {
    if (isLoaded()) return;
    try {
      Class.forName("jdk.internal.module.Modules").getMethod("loadModule", String.class).invoke(null, NAME);
    } catch (ReflectiveOperationException | RuntimeException e) {
      if (System.getProperty("vitrail.debug") != null) e.printStackTrace();
    }
  }

  static boolean isLoaded() {
    try {
      Class.forName(NAME + ".Vector", false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
