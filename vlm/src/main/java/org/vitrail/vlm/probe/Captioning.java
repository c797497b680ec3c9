package org.vitrail.vlm.probe;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.data.SceneSource;

/**
 * Does a caption say what is there? Captions of the set {@code Cap} list all objects in reading order, so that there is
 * one right caption: exact match, BLEU-4 and CIDEr-D compare with it. CHAIR (Rohrbach et al. 2018) asks which objects
 * are mentioned that are not there, as a share of mentions (i) and of captions (s).
 */
public final class Captioning {
  private Captioning() {}

  /** Captions of the first {@code items} pictures of {@code Cap} in the split {@code test}. */
  public static Findings of(Captioner model, SceneSource source, int items) {
    return of(model, source, IntStream.range(0, items).mapToObj(i -> Scenes.captioned("test", i)).toList());
  }

  /** Captions of some scenes, such as those of a family that is described in one way only. */
  public static Findings of(Captioner model, SceneSource source, List<Scene> scenes) {
    int items = scenes.size();
    var pictures = scenes.stream().map(source::picture).toList();
    var captions = model.captions(pictures);
    var measures = new Measures("caption", "test", "greedy");
    var examples = new Example.Shown();
    var exact = new boolean[items];
    for (int i = 0; i < items; i++) {
      var truth = scenes.get(i).caption();
      exact[i] = captions.get(i).equals(truth);
      var said = new Example.Option(captions.get(i), 1, exact[i]);
      examples.add(new Example(pictures.get(i),
          exact[i] ? List.of(said) : List.of(said, new Example.Option(truth, 0, true)), exact[i]));
    }
    measures.share("exact match", exact, 0);
    compareTexts(measures, captions, scenes);
    compareObjects(measures, captions, scenes);
    return new Findings(measures, examples);
  }

  private static void compareTexts(Measures measures, List<String> captions, List<Scene> scenes) {
    var references = scenes.stream().map(scene -> List.of(scene.caption())).toList();
    var bleu = new Bleu(Bleu.Smoothing.NONE);
    for (int i = 0; i < scenes.size(); i++) bleu.add(captions.get(i), references.get(i));
    measures.add("BLEU-4", scenes.size(), bleu::score, Double.NaN)
        .mean("CIDEr-D", Cider.of(captions, references), Double.NaN);
  }

  private static void compareObjects(Measures measures, List<String> captions, List<Scene> scenes) {
    int n = scenes.size();
    var all = IntStream.range(0, n).mapToObj(i -> Mentions.of(captions.get(i), scenes.get(i))).toList();
    var any = new boolean[n];
    for (int i = 0; i < n; i++) any[i] = all.get(i).wrong() > 0;
    Count said = i -> all.get(i).said().size();
    measures.add("CHAIR i", n, items -> ratio(items, i -> all.get(i).wrong(), said), Double.NaN)
        .add("CHAIR i, its shape is there", n, items -> ratio(items, i -> all.get(i).ofShape(), said), Double.NaN)
        .add("CHAIR i, its colour is there", n, items -> ratio(items, i -> all.get(i).ofColour(), said), Double.NaN)
        .share("CHAIR s", any, Double.NaN)
        .add("objects mentioned", n,
            items -> ratio(items, i -> all.get(i).found(), i -> scenes.get(i).things().size()), Double.NaN);
  }

  private interface Count {
    int of(int item);
  }

  /** Of sums over some items; 0 where there is nothing to divide by. */
  private static double ratio(int[] items, Count some, Count all) {
    return IntStream.of(items).map(some::of).sum() / (double) Math.max(1, IntStream.of(items).map(all::of).sum());
  }
}
