package org.vitrail.vlm.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Init;
import org.vitrail.nn.Part;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.nce.NoiseContrast;
import org.vitrail.vlm.nce.Unigram;

/**
 * A bigram model of captions: the scores of the next of 79 words learnt by contrast with words drawn as often as
 * captions have them (Mnih and Teh 2012), and beside it by the softmax, whose normaliser it does without.
 */
public record BigramNce(int captions, int steps) implements Experiment {
  private static final int WORDS = Vocabulary.WORDS.size();
  private static final int BATCH = 2048;
  private static final int NU = 20;

  /** {@code log p(word | before) = scores[before][word] − c} with one c for all contexts. */
  public record Bigram(Parameter scores, Parameter logZ) implements Part {
    static Bigram of(Init init) {
      return new Bigram(init.zeros("scores", WORDS, WORDS), init.full("logZ", Math.log(WORDS)));
    }

    /** Of each word given the one before: (n) to (n, words). */
    Tensor logDensity(Tensor before) {
      return scores.rows(before).sub(logZ);
    }
  }

  /** Words and the words before them. */
  private record Text(int[] before, int[] words) {
    static Text of(String split, int count) {
      var lines = IntStream.range(0, count).mapToObj(i -> Vocabulary.ids(Scenes.item(split, i).caption())).toList();
      return new Text(lines.stream().flatMapToInt(ids -> IntStream.concat(IntStream.of(Vocabulary.BOS),
          Arrays.stream(ids))).toArray(), lines.stream().flatMapToInt(ids -> IntStream.concat(Arrays.stream(ids),
          IntStream.of(Vocabulary.EOS))).toArray());
    }

    Text some(int n, RandomStream random) {
      int[] places = IntStream.generate(() -> random.nextInt(words.length)).limit(n).toArray();
      return new Text(Arrays.stream(places).map(i -> before[i]).toArray(),
          Arrays.stream(places).map(i -> words[i]).toArray());
    }

    Tensor contexts() {
      return Tensor.of(before, before.length);
    }

    Tensor targets() {
      return Tensor.of(words, words.length);
    }
  }

  public BigramNce() {
    this(20_000, 3000);
  }

  @Override public String name() {
    return "nce-bigram";
  }

  @Override public String about() {
    return "a bigram model of captions from unigram noise, beside the exact softmax";
  }

  @Override public List<Finding> run(long seed, Consumer<String> progress) {
    var text = Text.of("train", captions);
    var test = Text.of("test", 1000);
    progress.accept("softmax");
    var exact = learn(text, seed, progress, (model, batch, random) ->
        model.logDensity(batch.contexts()).crossEntropy(batch.words));
    progress.accept("noise");
    var contrast = new NoiseContrast(NU);
    var noise = new Unigram(weights(text));
    var model = learn(text, seed, progress, (bigram, batch, random) -> loss(bigram, batch, contrast, noise, random));
    var sums = model.logDensity(test.contexts()).exp().sum(1);
    return List.of(Finding.reported("perplexity, softmax", perplexity(exact, test)),
        Finding.reported("perplexity, noise", perplexity(model, test)),
        Finding.below("ratio of the two", perplexity(model, test) / perplexity(exact, test), 1.05),
        new Finding("mean of sum exp(-E - c) over the words before", sums.mean().item(), 0.9, 1.1),
        Finding.reported("its least", sums.min().item()), Finding.reported("its greatest", sums.max().item()),
        Finding.reported("c", model.logZ.item()));
  }

  /** Nine tenths as the text has them; the rest alike, for a word never drawn keeps the score that it began with. */
  private static double[] weights(Text text) {
    var weights = new double[WORDS];
    Arrays.fill(weights, 0.1 * text.words.length / WORDS);
    for (int word : text.words) weights[word] += 0.9;
    return weights;
  }

  private interface Loss {
    Tensor of(Bigram model, Text batch, RandomStream random);
  }

  private Bigram learn(Text text, long seed, Consumer<String> progress, Loss loss) {
    var model = Bigram.of(Init.of(seed));
    var random = RandomStream.of(seed);
    new Fit(steps, Schedule.cosine(0.05, 0, steps), random, progress)
        .minimise(new AdamW(Group.of(model.parameters().values(), 0)), step -> loss.of(model,
            text.some(BATCH, random.at("batch." + step)), random.at("noise." + step)));
    return model;
  }

  private static Tensor loss(Bigram model, Text batch, NoiseContrast contrast, Unigram noise, RandomStream random) {
    var logModel = model.logDensity(batch.contexts());                                          // (n, words)
    var words = batch.targets().unsqueeze(1);                                                   // (n, 1)
    var drawn = noise.draw(Shape.of(BATCH, NU), random);                                        // (n, nu)
    return contrast.loss(contrast.logits(logModel.gather(1, words), noise.logDensity(words)),
        contrast.logits(logModel.gather(1, drawn), noise.logDensity(drawn)));
  }

  /** {@code exp} of the mean cross-entropy, the scores normalised over all words. */
  private static double perplexity(Bigram model, Text text) {
    return Math.exp(model.logDensity(text.contexts()).crossEntropy(text.words).item());
  }
}
