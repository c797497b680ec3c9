package org.vitrail.kernels.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.DeviceException;

/**
 * Offers the devices of every OpenCL platform, as {@code opencl:0}, {@code opencl:1}, …, through the binding JOCL. Both
 * the binding and a driver may be missing: then there are none, and {@link #problem} says why.
 */
public final class OpenClBackend implements Device.Provider {
  /** As Linux, Windows and macOS call it. */
  private static final List<String> LIBRARIES = List.of("libOpenCL.so.1", "libOpenCL.so", "OpenCL.dll",
      "/System/Library/Frameworks/OpenCL.framework/OpenCL");

  private String problem;

  @Override public boolean names(String name) {
    return name.equals("opencl") || name.startsWith("opencl:");
  }

  @Override public List<Device> devices() {
    if (!hasBinding()) {
      problem = "OpenCL devices need the binding JOCL: add org.jocl:jocl:2.0.6 to the class path";
      return List.of();
    }
    if (!hasLibrary()) {
      problem = "no OpenCL library is installed (libOpenCL.so.1, OpenCL.dll): install the driver of your GPU, or PoCL for the "
          + "processor (apt-get install pocl-opencl-icd ocl-icd-libopencl1)";
      return List.of();
    }
    try {
      var found = Hardware.all();
      if (found.isEmpty()) {
        problem = "OpenCL is installed, but no driver offers a device: install the OpenCL driver of your GPU, or PoCL for "
            + "the processor (apt-get install pocl-opencl-icd)";
      }
      return found.stream().<Device>map(OpenClDevice::new).toList();
    } catch (LinkageError unusable) {
      problem = "the binding JOCL cannot be loaded here: " + unusable.getMessage();
      return List.of();
    } catch (DeviceException e) {
      problem = e.getMessage();
      return List.of();
    }
  }

  @Override public String problem() {
    return problem;
  }

  private static boolean hasBinding() {
    try {
      Class.forName("org.jocl.CL", false, OpenClBackend.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Asks the system before the binding does, which would complain on standard output. */
  private static boolean hasLibrary() {
    return LIBRARIES.stream().anyMatch(name -> {
      try (var arena = Arena.ofConfined()) {
        SymbolLookup.libraryLookup(name, arena);
        return true;
      } catch (IllegalArgumentException absent) {
        return false;
      }
    });
  }
}
