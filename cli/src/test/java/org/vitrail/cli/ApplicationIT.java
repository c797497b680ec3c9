package org.vitrail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packed application, started as the launcher starts it. */
class ApplicationIT {
  private record Ended(int code, String out, String err) {}

  private static Ended run(String... arguments) throws Exception {
    return ended(starting(arguments));
  }

  private static ProcessBuilder starting(String... arguments) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-jar", System.getProperty("vitrail.jar")));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static Ended ended(ProcessBuilder starting) throws Exception {
    var process = starting.start();
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
  void aProductIsMeasuredBesideTheMachinesLimit() throws Exception {
    var report = Path.of(System.getProperty("vitrail.jar")).resolveSibling("bench-it.html");
    var ended = run("bench", "gemm", "--only", "NN 128", "--quick", "--threads", "1", "--json", "--report",
        report.toString());
    assertEquals(0, ended.code(), ended.err());
    var results = new ObjectMapper().readTree(ended.out());
    assertEquals(1, results.size());
    var names = new ArrayList<String>();
    results.get(0).fieldNames().forEachRemaining(names::add);
    assertEquals(List.of("kernel", "backend", "shape", "threads", "seconds", "gflops", "gbps", "limitShare"), names);
    assertEquals("128x128x128", results.get(0).get("shape").asText());
    assertTrue(results.get(0).get("gflops").asDouble() > 0, ended.out());
    assertTrue(ended.err().startsWith("bench: 2 steps\n"), ended.err());
    assertTrue(Files.size(report) > 10_000);
  }

  @Test
  void aBackendThatIsNotHereIsNamedInASentence() throws Exception {
    var ended = run("bench", "--backend", "abacus");
    assertEquals(1, ended.code());
    assertTrue(ended.err().startsWith("vitrail: no device 'abacus' here; there are "), ended.err());
  }

  @Test
  void aMistakeEndsWithTwo() throws Exception {
    var ended = run("--no-such-flag");
    assertEquals(2, ended.code());
    assertEquals("", ended.out());
    assertTrue(ended.err().startsWith("vitrail: Unknown option: '--no-such-flag'"), ended.err());
  }

  @Test
  void outputThatCannotBeWrittenIsAFailure() throws Exception {
    var full = new File("/dev/full");
    assumeTrue(full.exists(), "there is no /dev/full here");
    var ended = ended(starting("devices").redirectOutput(full));
    assertEquals("vitrail: standard output: No space left on device\n", ended.err());
    assertEquals(1, ended.code());
  }
}
