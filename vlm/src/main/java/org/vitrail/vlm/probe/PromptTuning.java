package org.vitrail.vlm.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.clip.Clip;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.siglip.Siglip;
import org.vitrail.vlm.tower.TextTower;

/** What four learned vectors in place of the words of a prompt are worth, against the best of eight prompts. */
public record PromptTuning() implements Probe {
  private static final String BEGIN = "a photo of a";
  private static final int SHOTS = 16;
  private static final int STEPS = 200;
  private static final int ITEMS = 500;
  private static final double CHANCE = 1.0 / Kind.SEEN.size();

  @Override public String name() {
    return "tuning";
  }

  @Override public String title() {
    return "Learned words of the prompt";
  }

  @Override public String question() {
    return "Which of 42 kinds of object is it, asked with four vectors in place of “" + BEGIN + "” that are learned from "
        + SHOTS + " pictures of each kind, while the model stays as it is?";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    if (!(model instanceof VisionText vision) || !vision.model().comparesEmbeddings()) return Findings.NONE;
    var tower = tower(vision.model());
    return tower == null ? Findings.NONE : of(vision, tower, source);
  }

  private static TextTower tower(DualEncoder model) {
    return switch (model) {
      case Clip clip -> clip.text();
      case Siglip siglip -> siglip.text();
      default -> null;
    };
  }

  private Findings of(VisionText vision, TextTower tower, SceneSource source) {
    var scenes = IntStream.range(0, ITEMS).mapToObj(i -> Scenes.scene("probe", Family.SINGLE, i)).toList();
    var pictures = scenes.stream().map(source::picture).toList();
    var truth = labels(scenes);
    var prompts = ZeroShot.of(vision, pictures, KindTexts.of(Kind.SEEN));
    var learned = Scope.call("prompt tuning", () -> {
      var shots = shots();
      var prompt = LearnedPrompt.of(vision, tower, BEGIN, KindTexts.names(Kind.SEEN));
      prompt.fit(vectors(vision, source, shots), STEPS, labels(shots));
      return prompt.scores(vectors(vision, source, scenes));
    });
    var right = Choice.areBest(learned, truth);
    var examples = new Example.Shown();
    for (int i = 0; i < ITEMS; i++) {
      examples.add(Example.of(pictures.get(i), KindTexts.names(Kind.SEEN), learned[i], truth[i]));
    }
    var measures = new Measures(name(), "probe", "4 vectors, " + SHOTS + " pictures a kind, " + STEPS + " steps");
    measures.share("accuracy", right, CHANCE);
    var each = IntStream.range(0, 8).mapToObj(j -> Choice.areBest(prompts.scores(j), truth)).toList();
    measures.as("best of 8 prompts").add("accuracy", ITEMS, items -> each.stream()
        .mapToDouble(one -> Measures.meanOf(one, items)).max().orElseThrow(), CHANCE);
    return new Findings(measures, examples);
  }

  /** The first scenes of training that show each kind {@link #SHOTS} times. */
  private static List<Scene> shots() {
    var shots = new ArrayList<Scene>();
    var seen = new int[Kind.SEEN.size()];
    for (int i = 0; shots.size() < SHOTS * seen.length; i++) {
      var scene = Scenes.scene("train", Family.SINGLE, i);
      if (seen[scene.label()]++ < SHOTS) shots.add(scene);
    }
    return shots;
  }

  private static int[] labels(List<Scene> scenes) {
    return scenes.stream().mapToInt(Scene::label).toArray();
  }

  /** (n, d). */
  private static Tensor vectors(VisionText vision, SceneSource source, List<Scene> scenes) {
    return vision.encodeImages(scenes.stream().map(source::picture).toList());
  }
}
