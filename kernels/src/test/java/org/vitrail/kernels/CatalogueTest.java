package org.vitrail.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every family of kernels has a scalar version, the specification that the others are tested against. */
class CatalogueTest {
  @Test void everyFamilyHasAScalarVersion() throws ClassNotFoundException {
    for (var accessor : Kernels.class.getDeclaredMethods()) {
      var family = accessor.getReturnType();
      var scalar = Class.forName(family.getName() + "Scalar");
      assertTrue(family.isAssignableFrom(scalar), scalar + " does not implement " + family);
    }
  }

  @Test void everyOtherVersionHasAScalarTwin() throws IOException {
    var classes = classes();
    var lonely = classes.stream().filter(name -> name.matches(".*(Vector|OpenCl)"))
        .filter(name -> classes.contains(name.replaceFirst("(Vector|OpenCl)$", "")))
        .filter(name -> !classes.contains(name.replaceFirst("(Vector|OpenCl)$", "Scalar")))
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), lonely, "kernels without a scalar version");
  }

  private static Set<String> classes() throws IOException {
    var module = ModuleLayer.boot().configuration().findModule(Kernels.class.getModule().getName()).orElseThrow();
    try (var reader = module.reference().open(); Stream<String> files = reader.list()) {
      return files.filter(file -> file.endsWith(".class")).map(file -> file.substring(0, file.length() - ".class".length()))
          .collect(Collectors.toSet());
    }
  }
}
