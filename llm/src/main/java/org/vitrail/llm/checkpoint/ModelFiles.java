package org.vitrail.llm.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.nn.train.TrainingException;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Gguf;
import org.vitrail.tensor.io.Safetensors;
import org.vitrail.tensor.io.TensorFile;
import org.vitrail.tensor.io.TorchFile;

/**
 * What a user means by the name of a model: a folder in the layout of Hugging Face, a run of ours (its finished model,
 * or else its newest checkpoint), one file, or the id of a model in the local cache of Hugging Face, such as
 * {@code openai-community/gpt2}.
 *
 * @param weights the file with the tensors, or the index of several
 * @param folder where {@code config.json} and the tokenizer's files are, if any
 */
public record ModelFiles(Kind kind, Path weights, Path folder) {
  private static final int GGUF = 'G' | 'G' << 8 | 'U' << 16 | 'F' << 24;
  private static final int ZIP = 0x04034b50;
  /** What a folder's weights are called, the preferred first. */
  private static final List<String> WEIGHTS = List.of("model.safetensors", "model.safetensors.index.json",
      "pytorch_model.bin", "pytorch_model.bin.index.json");

  /** What the weights are stored in. */
  public enum Kind { SAFETENSORS, GGUF, TORCH, LLAMA2_C }

  /**
   * The files of {@code model}: a path, or an id in the cache.
   *
   * @throws IllegalArgumentException in one sentence, with what there is instead, if there is no such model
   */
  public static ModelFiles find(String model) throws IOException {
    return find(model, HubCache.of(System.getenv()));
  }

  static ModelFiles find(String model, HubCache cache) throws IOException {
    var path = Path.of(model);
    if (Files.isDirectory(path)) return inFolder(path);
    if (Files.exists(path)) return file(path);
    if (!HubCache.isId(model) || isMeantAsFile(path)) {
      throw new IllegalArgumentException(model + ": there is no such file or folder");
    }
    var snapshot = cache.snapshot(model);
    if (snapshot.isPresent()) return inFolder(snapshot.get());
    var similar = cache.similar(model);
    throw new IllegalArgumentException(model + " is neither a file nor a folder, nor a model in " + cache.folder()
        + (similar.isEmpty() ? "" : ", which has " + String.join(", ", similar))
        + "; --download fetches it from Hugging Face");
  }

  /** Whether a path that does not exist is no id all the same: it is called as files are, or its folder is there. */
  private static boolean isMeantAsFile(Path path) {
    return path.toString().matches(".*\\.(gguf|safetensors|bin|pth?|json)")
        || path.getParent() != null && Files.isDirectory(path.getParent());
  }

  private static ModelFiles file(Path path) throws IOException {
    var folder = path.toAbsolutePath().getParent();
    if (path.toString().endsWith(".safetensors.index.json")) return new ModelFiles(Kind.SAFETENSORS, path, folder);
    if (path.toString().endsWith(".bin.index.json")) return new ModelFiles(Kind.TORCH, path, folder);
    return new ModelFiles(kind(path), path, folder);
  }

  private static ModelFiles inFolder(Path folder) throws IOException {
    for (var name : WEIGHTS) {
      if (Files.exists(folder.resolve(name))) return file(folder.resolve(name)).in(folder);
    }
    try (var files = Files.list(folder)) {
      var models = files.filter(f -> f.toString().endsWith(".gguf") || f.toString().endsWith(".safetensors")).toList();
      if (models.size() == 1) return file(models.getFirst()).in(folder);
      if (models.size() > 1) {
        throw new IllegalArgumentException(folder + " holds " + models.size() + " models; name one of them, such as "
            + models.getFirst());
      }
    }
    if (isRun(folder) && hasWeights(folder.resolve("model"))) return inFolder(folder.resolve("model"));
    try {
      return inFolder(Checkpoint.open(folder).folder());
    } catch (TrainingException noRun) {
      throw new IllegalArgumentException("there is no model in " + folder + ": it has neither "
          + "model.safetensors nor pytorch_model.bin, nor an index of either, nor a .gguf file");
    }
  }

  /** A model's weights are written last: without them it was not finished. */
  private static boolean hasWeights(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return false;
    try (var files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().matches(".*\\.(safetensors|gguf|bin)"));
    }
  }

  private static boolean isRun(Path folder) {
    return Files.exists(folder.resolve("metrics.jsonl"));
  }

  private ModelFiles in(Path folder) {
    return new ModelFiles(kind, weights, folder);
  }

  /** Tells by the first bytes, as names lie. */
  private static Kind kind(Path file) throws IOException {
    var start = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    try (var channel = FileChannel.open(file)) {
      while (start.hasRemaining() && channel.read(start) >= 0) continue;
    }
    int n = start.position();
    if (n >= 4 && start.getInt(0) == GGUF) return Kind.GGUF;
    boolean isPickle = n >= 2 && start.get(0) == (byte) 0x80 && start.get(1) <= 5;
    if (isPickle || n >= 4 && start.getInt(0) == ZIP) return Kind.TORCH;
    if (n >= 9 && start.get(8) == '{' || file.toString().endsWith(".safetensors")) return Kind.SAFETENSORS;
    if (file.toString().endsWith(".gguf")) return Kind.GGUF;
    if (file.toString().endsWith(".pt") || file.toString().endsWith(".pth")) return Kind.TORCH;
    if (file.toString().endsWith(".bin")) return Kind.LLAMA2_C;
    throw new FormatException(file, "is none of the files that models come in: GGUF, safetensors, what PyTorch saves, "
        + "and the .bin of llama2.c");
  }

  /** The tensors. */
  public TensorFile open() throws IOException {
    return switch (kind) {
      case SAFETENSORS -> Safetensors.open(weights);
      case GGUF -> Gguf.open(weights);
      case TORCH -> weights.toString().endsWith(".index.json") ? TorchParts.open(weights) : TorchFile.open(weights);
      case LLAMA2_C -> Llama2C.open(weights);
    };
  }

  /** A file beside the weights, such as {@code config.json}, if it is there. */
  public Optional<Path> beside(String name) {
    return Optional.of(folder.resolve(name)).filter(Files::isRegularFile);
  }
}
