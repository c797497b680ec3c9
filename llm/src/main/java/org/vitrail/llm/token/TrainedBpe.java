package org.vitrail.llm.token;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.nn.ConfigReader;
import org.vitrail.tensor.io.AtomicFile;
import org.vitrail.tensor.io.Json;

/** A learned byte-level BPE: the 256 bytes, what each merge makes, and special tokens, with ids in this order. */
public record TrainedBpe(List<Merge> merges, List<String> specials) {

  /** Two symbols that become one, written as in GPT-2's files. */
  public record Merge(String left, String right) {}

  /** All tokens by id. */
  public List<String> tokens() {
    var tokens = new ArrayList<String>();
    for (int b = 0; b < 256; b++) tokens.add(String.valueOf(ByteAlphabet.character(b)));
    merges.forEach(merge -> tokens.add(merge.left + merge.right));
    tokens.addAll(specials);
    return tokens;
  }

  /**
   * Writes {@code tokenizer.json}, {@code tokenizer_config.json}, {@code vocab.json} and {@code merges.txt} into
   * {@code folder}, which Hugging Face's libraries open.
   */
  public void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    var ids = new LinkedHashMap<String, Integer>();
    for (var token : tokens()) ids.put(token, ids.size());
    Json.write(folder.resolve("tokenizer.json"), json(ids));
    Json.write(folder.resolve("vocab.json"), ids);
    AtomicFile.write(folder.resolve("merges.txt"), this::writeMerges);
    var config = new LinkedHashMap<String, Object>();
    config.put("tokenizer_class", "GPT2TokenizerFast");
    if (!specials.isEmpty()) {
      for (var role : List.of("bos_token", "eos_token", "unk_token")) config.put(role, specials.getFirst());
    }
    Json.write(folder.resolve("tokenizer_config.json"), config);
  }

  private void writeMerges(FileChannel channel) throws IOException {
    var text = new StringBuilder("#version: 0.2\n");
    for (var merge : merges) text.append(merge.left).append(' ').append(merge.right).append('\n');
    var bytes = StandardCharsets.UTF_8.encode(text.toString());
    while (bytes.hasRemaining()) channel.write(bytes);
  }

  private Map<String, Object> json(Map<String, Integer> ids) {
    var bytes = ConfigReader.ordered("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex",
        true);
    return ConfigReader.ordered("version", "1.0", "truncation", null, "padding", null,
        "added_tokens", specials.stream().map(token -> ConfigReader.ordered("id", ids.get(token), "content", token,
            "single_word", false, "lstrip", false, "rstrip", false, "normalized", false, "special", true)).toList(),
        "normalizer", null, "pre_tokenizer", bytes, "post_processor", bytes, "decoder", bytes,
        "model", ConfigReader.ordered("type", "BPE", "dropout", null, "unk_token", null,
            "continuing_subword_prefix", null,
            "end_of_word_suffix", null, "fuse_unk", false, "byte_fallback", false, "ignore_merges", false, "vocab", ids,
            "merges", merges.stream().map(merge -> List.of(merge.left, merge.right)).toList()));
  }
}
