package org.vitrail.llm.token;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.tensor.io.FormatException;

/** Reads {@code tokenizer.json} of Hugging Face's tokenizers. */
final class TokenizerJson {
  private TokenizerJson() {}

  /** @param roles finds the tokens with a part to play */
  static Tokenizer read(Path file, Roles roles) throws IOException {
    var json = Field.read(file);
    var model = json.get("model");
    var vocabulary = JsonModels.vocabulary(model);
    var added = added(json.get("added_tokens"), vocabulary);
    var splitter = JsonSplitters.read(json.get("pre_tokenizer"));
    var normalizer = JsonNormalizers.read(json.get("normalizer"));
    var template = JsonTemplates.read(json.get("post_processor"));
    requireIds(file, template, vocabulary);
    return new Pipeline(new Pipeline.Parts(vocabulary,
        new AddedTokens(added.stream().filter(token -> !token.normalized()).toList(), Normalizer.NONE),
        normalizer,
        new AddedTokens(added.stream().filter(AddedToken::normalized).toList(), normalizer),
        splitter.splitter(),
        JsonModels.model(model, vocabulary, splitter.bytes()),
        roles.around(template, vocabulary),
        JsonSpellings.read(json.get("decoder")),
        roles.of(vocabulary, template)));
  }

  private static List<AddedToken> added(Field json, Vocabulary vocabulary) {
    var added = new ArrayList<AddedToken>();
    if (!json.exists()) return added;
    for (var token : json.list()) {
      int id = token.get("id").integer();
      var content = token.get("content").text();
      boolean special = token.get("special").flag(false);
      vocabulary.add(token.file(), content, id);
      if (special) vocabulary.mark(id);
      added.add(new AddedToken(id, content, special, token.get("single_word").flag(false),
          token.get("lstrip").flag(false), token.get("rstrip").flag(false), token.get("normalized").flag(!special)));
    }
    return added;
  }

  private static void requireIds(Path file, Template template, Vocabulary vocabulary) {
    for (var part : template.pair()) {
      if (part instanceof Template.Part.Special(int id, int _) && vocabulary.token(id) == null) {
        throw new FormatException(file, "post_processor", "no token has the id " + id);
      }
    }
  }
}
