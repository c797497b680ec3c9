package org.vitrail.nn.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Dropout;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Dataset;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Average;
import org.vitrail.nn.optim.Clipping;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/** A small problem with everything that a resumed run has to continue: shuffling, noise, dropout, averages. */
public record Regression(Linear hidden, Dropout dropout, Linear out) implements Part {
  static final int EXAMPLES = 22;

  static Regression of(long seed) {
    var init = Init.of(seed);
    return new Regression(Linear.of(init.at("hidden"), 3, 8), Dropout.of(init.at("dropout"), 0.2),
        Linear.of(init.at("out"), 8, 1));
  }

  private Tensor forward(Tensor x) {
    return out.forward(dropout.forward(hidden.forward(x).tanh()));
  }

  /** The model as a task; its batches are (x, y). */
  static class Task implements Trainable<List<Tensor>> {
    final Regression model;

    Task(long seed) {
      model = of(seed);
    }

    @Override public SequencedMap<String, Parameter> parameters() {
      return model.parameters();
    }

    @Override public Tensor loss(List<Tensor> batch) {
      return model.forward(batch.getFirst()).sub(batch.getLast()).square().mean();
    }

    @Override public SequencedMap<String, Double> evaluate() {
      var measures = new LinkedHashMap<String, Double>();
      measures.put("loss", loss(batches(1).once().iterator().next()).item());
      return measures;
    }

    @Override public Map<String, Object> configuration() {
      return Map.of("width", 8);
    }
  }

  static Batches<Tensor, List<Tensor>> batches(int size) {
    var data = Dataset.of(EXAMPLES, i -> RandomStream.of(77).at("x." + i).normal(Shape.of(3), 0, 1));
    return new Batches<>(data, size, 1, (examples, random) -> {
      var x = Shaping.stack(0, examples).add(random.normal(Shape.of(size, 3), 0, 0.01));
      return List.of(x, x.square().sum(1).unsqueeze(1));
    });
  }

  static Plan plan(int steps) {
    return new Plan(steps, Schedule.cosine(0.02, 0, steps).afterWarmup(2), 9).clipping(Clipping.byNorm(1))
        .accumulation(2).evaluateEvery(3);
  }

  /** A run of {@code task}, whose weights the resumed run must not depend on. */
  static Trainer<List<Tensor>> trainer(Task task, Plan plan, Path folder) {
    var parameters = task.parameters().values();
    return new Trainer<>(task, batches(4), new AdamW(Group.decaying(parameters, 0.1, Group.MATRICES)), plan, folder)
        .average(new Average(parameters, 0.8)).settings(Map.of("steps", plan.steps()));
  }
}
