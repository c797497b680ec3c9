package org.vitrail.llm.token;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.vitrail.tensor.io.FormatException;

/**
 * How llama.cpp cuts a text into words, by the names of {@code tokenizer.ggml.pre}: by one expression after the other.
 */
enum Pretokenizer {
  GPT2("gpt-2 phi-2 jina-es jina-de mpt olmo jais trillion", Patterns.GPT2),
  LLAMA3("llama3 llama-v3 llama-bpe falcon3 smaug-bpe dbrx chatglm-bpe", Patterns.LLAMA3),
  QWEN2("qwen2 deepseek-r1-qwen stablelm2 hunyuan megrez", Patterns.QWEN2),
  O200K("gpt-4o llama4", Patterns.O200K),
  SMOLLM("smollm starcoder refact command-r codeshell", "\\p{N}", Patterns.GPT2),
  FALCON("falcon", "[\\p{P}\\$\\+<=>\\^~\\|`]+", Patterns.GPT2, "[0-9][0-9][0-9]"),
  DEFAULT("default", "[\\p{P}\\$\\+<=>\\^~\\|]+", Patterns.GPT2, "\\p{N}+", "[0-9][0-9][0-9]");

  private final List<String> names;
  private final String[] expressions;

  Pretokenizer(String names, String... expressions) {
    this.names = List.of(names.split(" "));
    this.expressions = expressions;
  }

  List<String> names() {
    return names;
  }

  Splitter splitter() {
    return Arrays.stream(expressions).map(Patterns::regex).map(Splitter::isolating).reduce(Splitter::then)
        .orElseThrow();
  }

  static Pretokenizer named(Path file, String name) {
    return Arrays.stream(values()).filter(pre -> pre.names.contains(name)).findFirst().orElseThrow(() ->
        new FormatException(file, "tokenizer.ggml.pre", FormatException.quote(name) + " is not supported, only "
            + String.join(", ", Arrays.stream(values()).flatMap(pre -> pre.names.stream()).toList())));
  }
}
