package org.vitrail.cli.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.console.Utf8;
import org.vitrail.cli.options.DownloadOption;
import org.vitrail.cli.options.JsonOption;
import org.vitrail.llm.checkpoint.ModelFiles;
import org.vitrail.llm.token.BpeTrainer;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.llm.token.Tokenizers;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrail tokenize}. */
@Command(
    name = "tokenize",
    description = {
      "Show the tokens of a text, or learn a vocabulary from one.",
      "Without TEXT it is read from standard input."
    },
    sortOptions = false,
    footer = {
      "  vitrail tokenize --model models/gpt2 \"Hello world\"       a line for each token",
      "  vitrail tokenize --model llama.gguf --count < book.txt   how many tokens",
      "  vitrail tokenize --model models/gpt2 --ids \"Hello\"       the ids alone",
      "  vitrail tokenize --model models/gpt2 --decode 15496 995  ids to text",
      "  vitrail tokenize --model models/qwen --special \"<|im_start|>user\"",
      "  vitrail tokenize --train corpus.txt --vocab-size 8000 -o models/mine"
    })
public final class TokenizeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "0..*", paramLabel = "TEXT", description = "What to tokenize; with --decode, ids.")
  private List<String> words;

  @Option(names = "--model", paramLabel = "MODEL",
      description = "A vocabulary, such as tokenizer.json, .model, vocab.txt or .tiktoken, a folder with one, or a "
          + "model: its folder, its file, or its id in the local Hugging Face cache.")
  private String model;

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  /** What is printed. */
  static final class Form {
    @Option(names = "--ids", description = "Print the ids alone.")
    private boolean ids;

    @Option(names = "--count", description = "Print only how many tokens there are.")
    private boolean count;

    @Option(names = "--decode", description = "Print the text of ids.")
    private boolean decode;

    @Option(names = "--train", paramLabel = "FILE", description = "Learn a byte-level BPE from a text file.")
    private Path train;
  }

  @Option(names = "--special",
      description = "Take special tokens in the text as such, and put those around it that the model expects.")
  private boolean special;

  @Option(names = "--vocab-size", paramLabel = "N", defaultValue = "8000",
      description = "Most tokens of the vocabulary to learn (${DEFAULT-VALUE}).")
  private int vocabularySize;

  @Option(names = {"-o", "--out"}, paramLabel = "FOLDER",
      description = "Where the learned vocabulary goes, as tokenizer.json, vocab.json and merges.txt.")
  private Path out;

  @Mixin private DownloadOption download;
  @Mixin private JsonOption output;

  public TokenizeCommand(Console console) {
    this.console = console;
  }

  @Override public Integer call() throws IOException {
    if (form.train != null) {
      train();
      return 0;
    }
    if (model == null) {
      throw new UserError("--model is missing: name a model's folder or a vocabulary, or learn one with --train");
    }
    var tokenizer = tokenizer();
    var text = words == null ? Utf8.text(System.in.readAllBytes(), "standard input") : String.join(" ", words);
    if (form.decode) {
      decode(tokenizer, ids(text, tokenizer));
    } else {
      var ids = special ? tokenizer.wrap(tokenizer.encodeWithSpecials(text)) : tokenizer.encode(text);
      print(tokenizer, ids);
    }
    console.out().flush();
    return 0;
  }

  /** A vocabulary, a folder with one, or that of a model. */
  private Tokenizer tokenizer() throws IOException {
    var path = Path.of(model);
    if (Tokenizers.isVocabulary(path)) return Tokenizers.open(path);
    var files = download.find(model, console);
    return Tokenizers.open(files.kind() == ModelFiles.Kind.GGUF ? files.weights() : files.folder());
  }

  private static int[] ids(String text, Tokenizer tokenizer) {
    var numbers = text.replaceAll("[\\[\\],\\s]+", " ").strip();
    return numbers.isEmpty() ? new int[0] : Arrays.stream(numbers.split(" ")).mapToInt(number -> {
      try {
        int id = Integer.parseInt(number);
        if (id >= 0 && id < tokenizer.size()) return id;
        throw new UserError("there is no token " + id + "; ids of this vocabulary go from 0 to "
            + (tokenizer.size() - 1));
      } catch (NumberFormatException e) {
        throw new UserError("'" + number + "' is no id; --decode takes numbers with spaces or commas between");
      }
    }).toArray();
  }

  private void decode(Tokenizer tokenizer, int[] ids) {
    var text = special ? tokenizer.decodeWithSpecials(ids) : tokenizer.decode(ids);
    if (output.json) console.figures(Map.of("text", text), true);
    else console.out().println(text);
  }

  private void print(Tokenizer tokenizer, int[] ids) {
    if (output.json) {
      var json = new LinkedHashMap<String, Object>();
      json.put("count", ids.length);
      if (!form.count) json.put("ids", ids);
      if (!form.count && !form.ids) json.put("pieces", Arrays.stream(ids).mapToObj(tokenizer::piece).toList());
      console.figures(json, true);
    } else if (form.count) {
      console.out().println(ids.length);
    } else if (form.ids) {
      console.out().println(Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
    } else {
      table(tokenizer, ids);
    }
  }

  private void table(Tokenizer tokenizer, int[] ids) {
    var pieces = Arrays.stream(ids).mapToObj(id -> printable(tokenizer.piece(id))).toList();
    int digits = Math.max(2, Integer.toString(tokenizer.size()).length());
    int width = Math.max(5, pieces.stream().mapToInt(String::length).max().orElse(0));
    if (ids.length > 0) {
      console.out().println(("%" + digits + "s  %-" + width + "s  %s").formatted("id", "piece", "text"));
    }
    for (int i = 0; i < ids.length; i++) {
      console.out().println(("%" + digits + "d  %-" + width + "s  %s")
          .formatted(ids[i], pieces.get(i), tokenizer.isSpecial(ids[i]) ? "special" : shown(tokenizer.bytes(ids[i]))));
    }
    console.out().println(ids.length + (ids.length == 1 ? " token" : " tokens"));
  }

  private static String printable(String piece) {
    return piece.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t").replaceAll("\\p{Cntrl}", "?");
  }

  /** Bytes as text in quotes, or in hexadecimal where they are part of a character. */
  private static String shown(byte[] bytes) {
    try {
      return '"' + printable(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()) + '"';
    } catch (CharacterCodingException e) {
      return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
    }
  }

  private void train() throws IOException {
    if (out == null) throw new UserError("-o is missing: name the folder that the learned vocabulary is to go into");
    if (vocabularySize < 257) {
      throw new UserError("--vocab-size " + vocabularySize + " has no room for 256 bytes and <|endoftext|>");
    }
    long start = System.nanoTime();
    var text = Utf8.read(form.train);
    var learned = BpeTrainer.train(List.of(text), vocabularySize, List.of("<|endoftext|>"));
    learned.save(out);
    int tokens = Tokenizers.open(out).encode(text).length;
    var figures = new LinkedHashMap<String, Object>();
    figures.put("tokens", learned.tokens().size());
    figures.put("merges", learned.merges().size());
    figures.put("bytes per token", text.getBytes(StandardCharsets.UTF_8).length / (double) Math.max(1, tokens));
    figures.put("seconds", (System.nanoTime() - start) / 1e9);
    figures.put("tokenizer", out.resolve("tokenizer.json").toString());
    console.figures(figures, output.json);
  }
}
