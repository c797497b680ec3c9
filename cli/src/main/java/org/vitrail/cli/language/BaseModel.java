package org.vitrail.cli.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.token.Tokenizer;
import picocli.CommandLine.Option;

/** The model with which a training begins, unless that begins anew. */
final class BaseModel {
  @Option(names = "--init-from", paramLabel = "FOLDER",
      description = "Begin with the model and the tokenizer of a folder or a run, whatever the flags say of its size.")
  private Path named;

  boolean isGiven() {
    return named != null;
  }

  /** What the user calls it. */
  String name() {
    return named.toString();
  }

  /** Its folder. */
  Path folder() throws IOException {
    if (!Files.exists(named)) throw new UserError("--init-from " + named + ": there is no such folder");
    var files = ModelFiles.find(name());
    UserError.unless(files.kind() == ModelFiles.Kind.SAFETENSORS && files.beside("config.json").isPresent(),
        "--init-from " + named + ": a model is trained on from a folder with config.json, model.safetensors and a "
        + "tokenizer, or from a run");
    return files.folder();
  }

  RunTokenizer tokenizer() throws IOException {
    return RunTokenizer.open(folder());
  }

  /** Refuses a model of fewer tokens than its tokenizer has, or of a shorter context than is asked for. */
  void requireRoom(int vocabulary, int context, Tokenizer tokens, StackOptions asked) {
    UserError.unless(tokens.size() <= vocabulary, named + " has a tokenizer of " + tokens.size()
        + " tokens, more than the " + vocabulary + " of its model");
    UserError.unless(asked.context <= context, "--context " + asked.context + " is more than the " + context + " of "
        + named);
  }
}
