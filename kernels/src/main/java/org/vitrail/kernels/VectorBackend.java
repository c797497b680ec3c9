package org.vitrail.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vitrail.kernels.math.Simd;

/** Offers the SIMD backend as device {@code cpu} where the vector module is present. */
public final class VectorBackend implements Device.Provider {

  @Override public boolean names(String name) {
    return name.equals("cpu");
  }

  @Override public List<Device> devices() {
    return problem() == null ? List.of(new HostDevice("cpu", VectorBackend::describe, new VectorKernels())) : List.of();
  }

  @Override public String problem() {
    if (!hasVectorModule()) {
      return "the vector module is missing and the slow scalar kernels compute: add --add-modules jdk.incubator.vector "
          + "to the java command";
    }
    return Simd.problem();
  }

  /** Whether the module is there, be it since the start or, as the command line does it, since later. */
  private static boolean hasVectorModule() {
    try {
      Class.forName("jdk.incubator.vector.Vector", false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static String describe() {
    return "simd " + Simd.BITS + "-bit, " + Workers.threads() + " threads, " + processor();
  }

  /** The name on the processor where the system tells it, its architecture elsewhere. */
  private static String processor() {
    var cpuinfo = Path.of("/proc/cpuinfo");
    try (var lines = Files.lines(cpuinfo)) {
      return lines.filter(line -> line.startsWith("model name")).findFirst().map(line -> line.split(":", 2)[1].strip())
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
