package org.vitrail.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.math.Simd;

/**
 * Every method that computes with vectors reaches the full compiler and stays there, when all kernels are called over
 * and over in a virtual machine of their own. Methods that take or return vectors are left out: they are parts of others
 * and allocate where the compiler does not see that, which {@link AllocationVectorTest} finds.
 */
@VectorTest
class CompilationVectorTest {
  private static final Path CLASSES = Path.of("target", "classes");
  private static final Path TEST_CLASSES = Path.of("target", "test-classes");
  private static final long PATIENCE_NANOS = 240_000_000_000L;
  /** Rounds in a row after which nothing may be missing. */
  private static final int STABLE_ROUNDS = 10;

  /** {@code [1.234s] 812 % ! 4 org.vitrail.kernels.gemm.Tile14::multiply @ 119 (1784 bytes) made not entrant: …} */
  private static final Pattern EVENT = Pattern.compile(
      "\\[.*?s\\]\\s+(\\d+)\\s([%sbn! ]+)(\\d)\\s+org\\.vitrail\\.(kernels\\.\\S+)( @ \\d+)? \\(.*?\\)(.*)");

  /** What the compiler's log says: the methods whose code of the highest level is in use, those that it gave up on. */
  private record Compiled(Collection<String> methods, Set<String> refused) {

    static Compiled read(Path log) throws IOException {
      var alive = new HashMap<String, String>();
      var refused = new TreeSet<String>();
      for (var line : Files.readAllLines(log)) {
        var event = EVENT.matcher(line);
        if (!event.matches() || !event.group(3).equals("4") || event.group(5) != null) continue;
        if (event.group(6).contains("made not entrant")) alive.remove(event.group(1));
        else if (event.group(6).contains("COMPILE SKIPPED")) refused.add(event.group(4) + event.group(6));
        else alive.put(event.group(1), event.group(4));
      }
      return new Compiled(alive.values(), refused);
    }
  }

  @Test void everyMethodWithVectorsIsFullyCompiled() throws Exception {
    var hot = methodsWithVectors();
    hot.removeIf(CompilationVectorTest::isForOthers);
    var commands = Path.of("target", "compilation-" + Simd.BITS + ".commands");
    var log = Path.of("target", "compilation-" + Simd.BITS + ".log");
    Files.write(commands, hot.stream().map(method -> "dontinline,org.vitrail." + method).toList());
    var java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules", "jdk.incubator.vector", "-Xlog:jit+compilation=debug:file=" + log + ":uptime:filecount=0",
        "-XX:CompileCommandFile=" + commands, "-XX:CompileCommand=quiet", "-Dvitrail.vector.bits=" + Simd.BITS,
        "-Dvitrail.threads=1", "-cp", CLASSES + File.pathSeparator + TEST_CLASSES, EveryKernel.class.getName())
        .redirectError(Redirect.DISCARD).start();
    var compiled = new Compiled(Set.of(), Set.of());
    try (var rounds = java.inputReader(); var _ = java.outputWriter()) {
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      int stable = 0;
      while (stable < STABLE_ROUNDS && System.nanoTime() < deadline && rounds.readLine() != null) {
        compiled = Compiled.read(log);
        stable = compiled.methods.containsAll(hot) ? stable + 1 : 0;
      }
    } finally {
      java.destroyForcibly().waitFor();
    }
    hot.removeAll(compiled.methods);
    assertEquals(Set.of(), compiled.refused, "the compiler gave up on methods");
    assertEquals(Set.of(), hot, "methods are not fully compiled");
  }

  /** Whether a method is for another number of vector registers or another vector length than this machine's. */
  private static boolean isForOthers(String method) {
    boolean many = Simd.BITS == 512 || System.getProperty("os.arch").equals("aarch64");
    return method.matches("kernels\\.gemm\\." + (many ? "Tile6" : "Tile(8|12)") + "::.*")
        || method.matches("kernels\\.attention\\." + (Simd.BITS == 512 ? "Strip4" : "Strip8") + "::.*")
        || method.matches(".*Transposition::interleaveHalves") && Simd.BITS != 256
        || method.endsWith("ByteBlocks::multiplyHalves") && Simd.BITS != 512
        || method.endsWith("ByteBlocks::multiplyQuarters") && Simd.BITS != 256;
  }

  private static Set<String> methodsWithVectors() throws IOException {
    try (var files = Files.walk(CLASSES)) {
      return files.filter(file -> file.toString().endsWith(".class") && !file.endsWith("module-info.class"))
          .flatMap(file -> methodsWithVectors(file).stream()).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> methodsWithVectors(Path file) {
    try {
      var type = ClassFile.of().parse(file);
      var name = type.thisClass().asInternalName().replace('/', '.').replaceFirst("^org\\.vitrail\\.", "");
      return type.methods().stream().filter(CompilationVectorTest::computesWithVectors)
          .map(method -> name + "::" + method.methodName().stringValue()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a method calls one of the vector classes or of ours that return vectors, and has none in its signature. */
  private static boolean computesWithVectors(MethodModel method) {
    if (method.methodName().equalsString("<clinit>") || isAboutVectors(method.methodType().stringValue())) return false;
    return method.code().map(code -> code.elementStream().anyMatch(
        e -> e instanceof InvokeInstruction call && isAboutVectors(call.type().stringValue()))).orElse(false);
  }

  private static boolean isAboutVectors(String descriptor) {
    return descriptor.contains("Ljdk/incubator/vector/FloatVector;");
  }
}
