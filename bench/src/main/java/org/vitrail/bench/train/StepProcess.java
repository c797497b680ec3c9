package org.vitrail.bench.train;

import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.Workers;

/**
 * A training step in a process of its own, where the first step is cold and the peak of memory is nobody else's. The
 * process tells each step on its standard output as an object.
 */
public final class StepProcess {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
  private static final String NOTICE = "WARNING: Using incubator modules";
  private static final int PROFILED = 3;

  /**
   * What is asked for.
   *
   * @param batch examples in a step
   * @param device as {@link Devices#named} knows it
   * @param precision of that device
   * @param threads how many compute; 0 where a device of its own does
   * @param warmUp steps that do not count
   * @param steps that do
   */
  public record Request(TrainingStep.Model model, int batch, String device, Precision precision, int threads,
      int warmUp, int steps) {}

  /** What comes back: what a step costs, and where its time goes. */
  public record Answer(StepReport report, StepProfile profile) implements Serializable {}

  private record Stepped(int done, double loss) implements Serializable {}

  private StepProcess() {}

  /** Measures in a new process, with the options of this one. */
  public static Answer run(Request request, StepReport.Listener listener) throws IOException {
    var process = new ProcessBuilder(command(request)).start();
    var errors = Thread.ofVirtual().start(() -> process.errorReader().lines()
        .filter(line -> !line.startsWith(NOTICE)).forEach(System.err::println));
    try (var in = new ObjectInputStream(process.getInputStream())) {
      return read(in, listener);
    } catch (EOFException e) {
      throw new IOException("the process that measures " + request.model.label() + " has ended before its time", e);
    } finally {
      join(errors);
    }
  }

  private static Answer read(ObjectInputStream in, StepReport.Listener listener) throws IOException {
    try {
      while (true) {
        var message = in.readObject();
        if (message instanceof Answer answer) return answer;
        if (message instanceof Stepped step) listener.stepped(step.done, step.loss);
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the process has to say is said before we go on; it ends when nobody listens to its output. */
  private static void join(Thread errors) throws IOException {
    try {
      errors.join();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while a training step was measured");
    }
  }

  private static List<String> command(Request request) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-XX:AOTCache") && !option.equals(VECTORS) && !option.equals(NATIVE))
        .forEach(command::add);
    System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith("vitrail."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of(VECTORS, NATIVE, "-cp", System.getProperty("java.class.path"), StepProcess.class.getName(),
        request.model.name(), String.valueOf(request.batch), request.device, request.precision.name(),
        String.valueOf(request.threads), String.valueOf(request.warmUp), String.valueOf(request.steps)));
    return command;
  }

  /** The other side; {@code args} are the components of a {@link Request}. */
  public static void main(String[] args) throws IOException {
    try (var out = new ObjectOutputStream(new FileOutputStream(FileDescriptor.out))) {
      out.flush();
      System.setOut(System.err);
      var model = TrainingStep.Model.valueOf(args[0]);
      int batch = Integer.parseInt(args[1]);
      var device = Devices.named(args[2]).in(Precision.valueOf(args[3]));
      int threads = Integer.parseInt(args[4]);
      if (threads > 0) Workers.resize(threads);
      int warmUp = Integer.parseInt(args[5]);
      int steps = Integer.parseInt(args[6]);
      var report = Devices.on(device, () -> StepReport.measure(model, batch, warmUp, steps,
          (done, loss) -> write(out, new Stepped(done, loss))));
      write(out, new Answer(report, StepProfile.measure(report, model, device, PROFILED)));
    }
  }

  private static void write(ObjectOutputStream out, Serializable message) {
    try {
      out.writeObject(message);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
