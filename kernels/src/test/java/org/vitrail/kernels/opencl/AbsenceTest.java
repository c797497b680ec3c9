package org.vitrail.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.Devices;

/** A process without OpenCL computes on the processor and says what is missing when asked for a device. */
class AbsenceTest {

  /** What the child process prints. */
  public static final class Child {
    public static void main(String[] args) {
      var cpu = Devices.named("cpu");
      System.out.println(cpu.name() + " computes with " + cpu.kernels().gemm().getClass().getSimpleName());
      System.out.println(Devices.all().stream().map(device -> device.name()).collect(Collectors.joining(" ")));
      try {
        Devices.named("opencl");
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static String run(boolean binding) throws IOException, InterruptedException {
    var path = Arrays.stream((System.getProperty("java.class.path") + File.pathSeparator
            + System.getProperty("jdk.module.path", "")).split(File.pathSeparator))
        .filter(entry -> binding || !Path.of(entry).getFileName().toString().startsWith("jocl"))
        .collect(Collectors.joining(File.pathSeparator));
    var classes = Path.of("target", "classes") + File.pathSeparator + Path.of("target", "test-classes");
    var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
        "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", classes + File.pathSeparator + path,
        Child.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("OCL_ICD_VENDORS", Path.of("target", "no-such-folder").toString());
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor());
    return output;
  }

  @Test void withoutTheBinding() throws Exception {
    assertEquals("""
        cpu computes with GemmVector
        cpu scalar
        no device 'opencl' here: OpenCL devices need the binding JOCL: add org.jocl:jocl:2.0.6 to the class path; there are \
        cpu, scalar
        """, run(false));
  }

  @Test void withoutADriver() throws Exception {
    var output = run(true);
    assertTrue(output.startsWith("cpu computes with GemmVector\ncpu scalar\nno device 'opencl' here: "), output);
    assertTrue(output.contains("no driver offers a device: install the OpenCL driver of your GPU")
        || output.contains("no OpenCL library is installed"), output);
  }
}
