package org.vitrail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The command runs from the class path, where services are found by files; these say what the modules declare. */
class ServicesTest {

  @Test void filesNameTheServicesOfTheModules() throws IOException {
    var declared = new TreeMap<String, Set<String>>();
    var filed = new TreeMap<String, Set<String>>();
    for (var module : ModuleLayer.boot().modules()) {
      if (!module.getName().startsWith("org.vitrail.")) continue;
      for (var service : module.getDescriptor().provides()) {
        var key = module.getName() + ": " + service.service();
        declared.put(key, new TreeSet<>(service.providers()));
        filed.put(key, lines(module, "META-INF/services/" + service.service()));
      }
    }
    assertFalse(declared.isEmpty());
    assertEquals(Map.copyOf(declared), Map.copyOf(filed));
  }

  private static Set<String> lines(Module module, String file) throws IOException {
    try (var in = module.getResourceAsStream(file)) {
      return in == null ? Set.of()
          : new TreeSet<>(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }
}
