package org.vitrail.vlm.cm3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.autograd.Tape;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.nn.Init;
import org.vitrail.nn.loss.ZLoss;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Group;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Raster;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.TinyClip;
import org.vitrail.vlm.cm3.SpanLosses.Asked;
import org.vitrail.vlm.fusion.MixedDocument;
import org.vitrail.vlm.fusion.MixedDocument.Codes;
import org.vitrail.vlm.fusion.MixedDocument.Words;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.train.MixedBatch;
import org.vitrail.vlm.fusion.train.MixedExample;
import org.vitrail.vlm.fusion.train.MixedTask;
import org.vitrail.vlm.fusion.train.WeighedTokens;

class Cm3DocumentsTest {
  private static final Cm3Tokens TOKENS = Tokens.scenes(false);
  private static final Tokenizer WORDS = TinyClip.words();
  private static final Infilling INFILLING = new Infilling(Vocabulary.EOS, TOKENS.marks());
  private static final int PADDING = Vocabulary.PAD;

  private static CausalMasking masking(double fraction) {
    return new CausalMasking(TOKENS.vocabulary(), TOKENS.marks(), fraction, 1);
  }

  private static List<MixedExample> examples(String split, int count) {
    var cells = new Cells();
    return IntStream.range(0, count).mapToObj(i -> {
      var scene = Scenes.scene(split, Family.SINGLE, i);
      var pixels = new float[3 * 32 * 32];
      Raster.planes(scene.pixels32(), pixels, 0);
      return new MixedExample(List.of(WORDS.encode(scene.caption())),
          cells.encode(Tensor.of(pixels, 1, 3, 32, 32))[0]);
    }).toList();
  }

  /** The pieces of each row of a batch, the rearranged ones put together again. */
  private static List<MixedDocument> documents(MixedBatch batch) {
    int length = batch.ids().dim(1);
    var ids = batch.ids().toInts();
    var documents = new ArrayList<MixedDocument>();
    for (int i = 0; i < batch.ids().dim(0); i++) {
      int from = i * length;
      int to = from + length;
      while (ids[to - 1] == PADDING) to--;
      var row = Arrays.copyOf(Arrays.copyOfRange(ids, from, to), to - from + 1);
      row[row.length - 1] = Vocabulary.EOS;
      documents.add(MixedDocument.parse(TOKENS.vocabulary(), INFILLING.restore(row)));
    }
    return documents;
  }

  private static boolean isOf(List<MixedDocument.Piece> two, MixedExample example) {
    return two.containsAll(List.of(new Words(example.captions().getFirst()), new Codes(example.codes())));
  }

  @Test void noneOneOrTwoDocumentsComeBefore() {
    var examples = examples("train", 30);
    var others = IntStream.range(0, 30).mapToObj(i -> new int[] {(i + 1) % 30, (i + 2) % 30}).toList();
    var all = new Cm3Documents(examples, examples, new Lookups(List.of(others)), masking(0.5), 0.1, PADDING);
    var counts = new int[3];
    for (int k = 0; k < 20; k++) {
      var batch = all.batches(30, 3).get(k);
      assertTrue(batch.ids().dim(1) <= all.longest());
      for (var document : documents(batch)) {
        var pieces = document.pieces();
        int before = pieces.size() / 2 - 1;
        counts[before]++;
        var own = pieces.subList(2 * before, 2 * before + 2);
        assertTrue(IntStream.range(0, 30).anyMatch(i -> isOf(own, examples.get(i)) && IntStream.range(0, before)
            .allMatch(j -> isOf(pieces.subList(2 * j, 2 * j + 2), examples.get((i + 1 + j) % 30)))));
      }
      for (float weight : batch.weights().toFloats()) assertTrue(weight == 0 || weight == 0.1f || weight == 1);
    }
    for (int count : counts) assertEquals(1 / 3.0, count / 600.0, 0.06);
  }

  @Test void theSameSeedGivesTheSameDocuments() {
    var all = Cm3Documents.alone(examples("train", 20), masking(1), PADDING);
    assertArrayEquals(all.batches(10, 4).get(7).ids().toInts(), all.batches(10, 4).get(7).ids().toInts());
    assertTrue(!Arrays.equals(all.batches(10, 4).get(7).ids().toInts(), all.batches(10, 5).get(7).ids().toInts()));
  }

  /** The losses of the tokens alone that are in the gap, by their scores. */
  @Test void spansAreMeasuredWhereTheyStand() {
    var decoder = Decoder.of(DecoderConfig.cm3leon(TOKENS.vocabulary().size(), 64, 16, 1, 2, 32), Init.of(2));
    var ids = new int[] {77, 10, 11, 12, 81, 100, 101, 102, 103, 78};
    var known = new SpanLosses(decoder, INFILLING, PADDING).filled(List.of(new Asked(ids, new Span(2, 4))));
    var filled = INFILLING.rearrange(WeighedTokens.of(ids), List.of(new Span(2, 4))).ids();
    var scores = decoder.forward(Tensor.of(filled, 1, filled.length)).logSoftmax(-1);
    int tail = filled.length - 3;
    assertEquals(11, filled[tail]);
    double expected = -(scores.get(0, tail - 1, 11) + scores.get(0, tail, 12)) / 2;
    assertEquals(expected, known.loss(), 1e-5);
    var read = new SpanLosses(decoder, INFILLING, PADDING).read(List.of(new Asked(ids, new Span(2, 4))));
    var plain = decoder.forward(Tensor.of(ids, 1, ids.length)).logSoftmax(-1);
    assertEquals(-(plain.get(0, 1, 11) + plain.get(0, 2, 12)) / 2, read.loss(), 1e-5);
  }

  /** A tiny model learns in a few steps that what is after a gap tells what is in it. */
  @Test void gapsAreFilledFromBothSides() {
    var all = Cm3Documents.alone(examples("train", 2000), masking(1), PADDING);
    var c = DecoderConfig.cm3leon(TOKENS.vocabulary().size(), all.longest(), 48, 2, 2, 96);
    var decoder = Decoder.of(c, Init.of(1).withStd(0.05));
    var measures = new Cm3Measures(all, examples("test", 100), null, Cm3Measures.Words.ANY);
    var task = new MixedTask(new MixedModel(decoder, new Cells(), TOKENS.vocabulary(), WORDS, null, null),
        measures::of, ZLoss.CHAMELEON);
    var optimizer = new AdamW(Group.decaying(task.parameters().values(), 0, Group.MATRICES));
    var batches = all.batches(32, 1);
    for (int step = 0; step < 300; step++) {
      int k = step;
      Scope.run("step", () -> optimizer.step(Tape.gradients(() -> task.loss(batches.get(k))), 1, 1e-2));
    }
    var measured = task.evaluate();
    assertTrue(measured.get("codes in gaps") < 0.9 * measured.get("codes from left to right"), measured.toString());
  }
}
