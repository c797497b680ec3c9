package org.vitrail.nn.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;
import org.vitrail.tensor.io.Safetensors;

/**
 * A saved state of a run, one folder: {@code model.safetensors} and {@code config.json} are the model,
 * {@code optimizer.safetensors}, {@code train_state.json} and {@code metrics.jsonl} what continuing needs, with
 * {@code average.safetensors} where averaged weights are kept.
 *
 * @param step steps done
 * @param batches batches seen: the place in the data
 * @param seed names every random number of the run
 * @param seconds time spent training
 * @param lossScale the factor on the loss, null where it is not scaled
 * @param settings what the caller noted about the run
 */
public record Checkpoint(Path folder, int step, long batches, long seed, double seconds, LossScale lossScale,
    Map<String, Object> settings) {
  static final String MODEL = "model.safetensors";
  static final String AVERAGE = "average.safetensors";
  static final String OPTIMIZER = "optimizer.safetensors";
  static final String CONFIGURATION = "config.json";
  static final String STATE = "train_state.json";

  /**
   * A checkpoint, or the newest one of a run's folder.
   *
   * @throws TrainingException if there is none
   * @throws FormatException if its {@code train_state.json} is damaged
   */
  public static Checkpoint open(Path path) throws IOException {
    if (Files.exists(path.resolve(STATE))) return read(path);
    return read(CheckpointStore.newest(path).orElseThrow(() -> new TrainingException("there is no checkpoint in " + path
        + "; name the folder of a run, or one of its checkpoint-… folders")));
  }

  private static Checkpoint read(Path folder) throws IOException {
    var file = folder.resolve(STATE);
    var state = Json.readObject(file);
    if (!(state.get("seconds") instanceof Number seconds)) throw lacks(file, "seconds", "a number");
    if (!(state.get("settings") instanceof Map<?, ?> settings)) throw lacks(file, "settings", "an object");
    var named = new LinkedHashMap<String, Object>();
    settings.forEach((name, value) -> named.put((String) name, value));
    return new Checkpoint(folder, (int) whole(file, state, "step", 0, Integer.MAX_VALUE),
        whole(file, state, "batches", 0, Long.MAX_VALUE), whole(file, state, "seed", Long.MIN_VALUE, Long.MAX_VALUE),
        seconds.doubleValue(), lossScale(file, state), named);
  }

  private static LossScale lossScale(Path file, Map<String, Object> state) {
    if (state.get("lossScale") == null) return null;
    if (!(state.get("lossScale") instanceof Number factor)) throw lacks(file, "lossScale", "a number");
    return new LossScale(factor.doubleValue(), (int) whole(file, state, "goodSteps", 0, Integer.MAX_VALUE));
  }

  private static long whole(Path file, Map<String, Object> state, String key, long least, long most) {
    if (state.get(key) instanceof Long value && value >= least && value <= most) return value;
    throw lacks(file, key, least == 0 ? "a count" : "an integer");
  }

  private static FormatException lacks(Path file, String key, String expected) {
    return new FormatException(file, key, "expected " + expected);
  }

  void writeState() throws IOException {
    var state = new LinkedHashMap<String, Object>();
    state.put("step", step);
    state.put("batches", batches);
    state.put("seed", seed);
    state.put("seconds", seconds);
    if (lossScale != null) {
      state.put("lossScale", lossScale.factor());
      state.put("goodSteps", lossScale.goodSteps());
    }
    state.put("settings", settings);
    Json.write(folder.resolve(STATE), state);
  }

  /** The model's weights, under the names of the file. */
  public SequencedMap<String, Tensor> weights() throws IOException {
    return tensors(MODEL);
  }

  /** The averaged weights by parameter path; empty if the run keeps none. */
  public SequencedMap<String, Tensor> averages() throws IOException {
    return Files.exists(folder.resolve(AVERAGE)) ? tensors(AVERAGE) : new LinkedHashMap<>();
  }

  SequencedMap<String, Tensor> optimizer() throws IOException {
    return tensors(OPTIMIZER);
  }

  private SequencedMap<String, Tensor> tensors(String name) throws IOException {
    var tensors = new LinkedHashMap<String, Tensor>();
    try (var file = Safetensors.open(folder.resolve(name))) {
      for (var key : file.names()) tensors.put(key, file.tensor(key));
    }
    return tensors;
  }

  /** The model's configuration. */
  public Map<String, Object> configuration() throws IOException {
    return Json.readObject(folder.resolve(CONFIGURATION));
  }
}
