package org.vitrail.autograd.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vitrail.autograd.testing.OpTest;
import org.vitrail.kernels.Workers;
import org.vitrail.tensor.Arithmetic;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** Runs the line of every operation, and fails where one has none. The lines stand by theme, as the operations do. */
class OperationsTest {
  private static final List<OpTest> LINES = Stream.of(
      ArithmeticOps.lines(),
      FunctionOps.lines(),
      ReducingOps.lines(),
      OrderingOps.lines(),
      ShapingOps.lines(),
      TilingOps.lines(),
      SelectingOps.lines(),
      IndexingOps.lines(),
      ProductOps.lines(),
      NormalizingOps.lines(),
      AttendingOps.lines(),
      ConvolvingOps.lines(),
      ImagingOps.lines()).flatMap(List::stream).toList();

  @TestFactory Stream<DynamicTest> line() {
    return LINES.stream().map(line -> dynamicTest(line.name(), line::check));
  }

  @Test void anyNumberOfThreadsComputesTheSameBits() {
    int threads = Workers.threads();
    try {
      Workers.resize(1);
      var expected = LINES.stream().map(OpTest::fingerprint).toList();
      for (int n : new int[] {2, 3, 8}) {
        Workers.resize(n);
        for (int i = 0; i < expected.size(); i++) {
          assertEquals(expected.get(i), LINES.get(i).fingerprint(), LINES.get(i).name() + " on " + n + " threads");
        }
      }
    } finally {
      Workers.resize(threads);
    }
  }

  @Test void everyMethodHasALine() {
    var named = LINES.stream().map(line -> line.name().split(" ")[0]).collect(Collectors.toSet());
    var missing = Stream.of(Tensor.class.getInterfaces()).flatMap(theme -> Stream.of(theme.getDeclaredMethods()))
        .filter(OperationsTest::isOperation).map(Method::getName).filter(name -> !named.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing, "operations without a line in a file beside this test");
  }

  private static boolean isOperation(Method method) {
    return Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && !method.getName().equals("self");
  }

  @Test void everyOpClassIsRunByALine() throws IOException {
    var run = LINES.stream().flatMap(line -> line.operations().stream()).map(op -> op.getClass().getName())
        .collect(Collectors.toSet());
    var missing = opClasses().filter(name -> !run.contains(name)).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing, "classes that implement Op and that no line runs");
  }

  /** The names of all classes of the package {@code tensor.ops} that implement Op, nested ones included. */
  private static Stream<String> opClasses() throws IOException {
    var tensor = ModuleLayer.boot().configuration().findModule(Arithmetic.class.getModule().getName()).orElseThrow();
    try (var reader = tensor.reference().open(); var files = reader.list()) {
      return files.filter(file -> file.startsWith("org/vitrail/tensor/ops/") && file.endsWith(".class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .filter(OperationsTest::isOp).toList().stream();
    }
  }

  private static boolean isOp(String name) {
    try {
      var type = Class.forName(name);
      return Op.class.isAssignableFrom(type) && !type.isInterface() && !Modifier.isAbstract(type.getModifiers());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
