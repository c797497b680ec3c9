package org.vitrail.nn.train;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.vitrail.tensor.Tensor;

/** A program of its own that trains or resumes {@link Regression}, for tests that end it from outside. */
public final class TrainingProcess {
  private TrainingProcess() {}

  /** Arguments: the folder, the steps, and {@code nan} for a loss that is none. Prints each step when it is done. */
  public static void main(String[] args) {
    var task = args.length == 2 ? new Regression.Task(1) : new Regression.Task(1) {
      @Override public Tensor loss(List<Tensor> batch) {
        return super.loss(batch).neg().sqrt();
      }
    };
    var plan = Regression.plan(Integer.parseInt(args[1])).checkpointEvery(2, 2);
    try (var interrupt = Interrupt.onShutdown()) {
      var outcome = Regression.trainer(task, plan, Path.of(args[0])).progress(new Progress() {
        @Override public void stepped(Step step) {
          System.out.println(step.step());
        }
      }).resume(interrupt);
      System.out.println((outcome.interrupted() ? "stopped after " : "ended after ") + outcome.step());
    } catch (TrainingException e) {
      System.out.println(e.getMessage());
    }
  }

  /** Starts it; {@code option} is for the JVM. */
  static Process start(String option, Object... arguments) throws IOException {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1", option, "-cp", classPath(),
        TrainingProcess.class.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Everything that this JVM runs on, modules and tests, as one class path. */
  private static String classPath() {
    var places = new LinkedHashSet<String>();
    for (var property : List.of("jdk.module.path", "java.class.path")) {
      places.addAll(List.of(System.getProperty(property, "").split(File.pathSeparator)));
    }
    try {
      var own = Path.of(TrainingProcess.class.getResource("TrainingProcess.class").toURI());
      places.add(own.getParent().getParent().getParent().getParent().getParent().toString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    places.remove("");
    return String.join(File.pathSeparator, places);
  }

  /** Waits until the process says that {@code step} is done; false if it ended before. */
  static boolean awaitStep(BufferedReader output, int step) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.matches("\\d+") && Integer.parseInt(line) >= step) return true;
    }
    return false;
  }
}
