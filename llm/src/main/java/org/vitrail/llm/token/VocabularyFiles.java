package org.vitrail.llm.token;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vitrail.tensor.io.FormatException;

/** Reads vocabularies that stand alone: {@code vocab.json} with {@code merges.txt}, and {@code vocab.txt}. */
final class VocabularyFiles {
  private static final List<String> BERT = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
  private static final Set<String> MARKUP = Set.of("<s>", "</s>", "<unk>", "<pad>", "<mask>");

  private VocabularyFiles() {}

  /** Byte-level BPE as GPT-2 has it; CLIP's if the tokens end in {@code </w>}. */
  static Tokenizer bytePairs(Path vocab, Path merges, Roles roles) throws IOException {
    var json = Field.read(vocab);
    var vocabulary = JsonModels.vocabulary(json, json.object());
    var list = merges(merges, vocabulary);
    if (vocabulary.id("a</w>") >= 0 && vocabulary.id("<|startoftext|>") >= 0) {
      return ClipTokenizer.tokenizer(vocabulary, list, vocabulary.id("<|startoftext|>"),
          vocabulary.id("<|endoftext|>"));
    }
    var added = specials(vocabulary, roles);
    return new Pipeline(new Pipeline.Parts(vocabulary, new AddedTokens(added, Normalizer.NONE), Normalizer.NONE,
        new AddedTokens(List.of(), Normalizer.NONE), Splitter.isolating(Patterns.regex(Patterns.GPT2)),
        new BytePair(new ByteSymbols(vocabulary, "", -1), list, false), roles.around(Template.NONE, vocabulary),
        (token, previous) -> ByteAlphabet.read(token), roles.of(vocabulary, Template.NONE)));
  }

  private static Merges merges(Path file, Vocabulary vocabulary) throws IOException {
    var lines = TextLines.read(file);
    var merges = new MergeList(file, vocabulary, "", lines.size());
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (!line.isEmpty() && !(i == 0 && line.startsWith("#version"))) merges.add("line " + (i + 1), line);
    }
    return merges.merges();
  }

  /** Marks the tokens that play a part or look like markup, as such files do not say which are special. */
  private static List<AddedToken> specials(Vocabulary vocabulary, Roles roles) {
    var added = new ArrayList<AddedToken>();
    for (int id = 0; id < vocabulary.size(); id++) {
      var token = vocabulary.token(id);
      if (token == null) continue;
      boolean special = roles.names().containsValue(token) || MARKUP.contains(token)
          || token.startsWith("<|") && token.endsWith("|>") && token.length() > 4;
      if (!special) continue;
      vocabulary.mark(id);
      added.add(AddedToken.special(id, token));
    }
    return added;
  }

  /** @param lowered whether text is taken in lower case and without accents */
  static Tokenizer wordPieces(Path file, boolean lowered, Roles roles) throws IOException {
    var vocabulary = Vocabulary.of(file, TextLines.read(file));
    var added = new ArrayList<AddedToken>();
    for (var token : BERT) {
      int id = vocabulary.id(token);
      if (id < 0) throw new FormatException(file, "there is no token " + token + "; is it a vocabulary of BERT?");
      vocabulary.mark(id);
      added.add(AddedToken.special(id, token));
    }
    return wordPieces(vocabulary, added, "##", lowered, roles);
  }

  static Tokenizer wordPieces(Vocabulary vocabulary, List<AddedToken> added, String prefix, boolean lowered,
      Roles roles) {
    var template = JsonTemplates.bert(vocabulary.id("[CLS]"), vocabulary.id("[SEP]"));
    return new Pipeline(new Pipeline.Parts(vocabulary, new AddedTokens(added, Normalizer.NONE),
        new BertNormalizer(true, true, lowered, lowered), new AddedTokens(List.of(), Normalizer.NONE),
            JsonSplitters.bert(),
        new WordPiece(vocabulary, prefix, vocabulary.id("[UNK]"), 100), template,
        JsonSpellings.wordPieces(prefix), roles.of(vocabulary, template)));
  }
}
