package org.vitrail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packed application, started as the launcher starts it. */
class ApplicationIT {
  private record Ended(int code, String out, String err) {}

  private static Ended run(String... arguments) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-jar", System.getProperty("vitrail.jar")));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, err);
  }

  @Test
  void theVectorModuleIsThereAndNothingWarns() throws Exception {
    var ended = run("--version");
    assertEquals("", ended.err());
    assertTrue(ended.out().contains("with the vector module"), ended.out());
    assertEquals(0, ended.code());
  }

  @Test
  void theVectorKernelsComputeWithoutFlags() throws Exception {
    var ended = run("devices", "--json", "-Dvitrail.vector.bits=256");
    assertEquals("", ended.err());
    var cpu = new ObjectMapper().readTree(ended.out()).get("devices").get(0);
    assertEquals("cpu", cpu.get("name").asText());
    assertTrue(cpu.get("description").asText().startsWith("simd 256-bit"), ended.out());
  }

  @Test
  void aMistakeEndsWithTwo() throws Exception {
    var ended = run("--no-such-flag");
    assertEquals(2, ended.code());
    assertEquals("", ended.out());
    assertTrue(ended.err().startsWith("vitrail: Unknown option: '--no-such-flag'"), ended.err());
  }
}
