package org.vitrail.vlm.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Captions;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Relation;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;

/**
 * Generated scenes with their captions. Item i is scene i of the family whose turn it is, {@code families[i mod size]};
 * a family that stands in the list more than once has a greater share.
 *
 * @param side 32 or 64 pixels
 * @param textured patterned backgrounds in place of the plain one
 * @param noise the share of captions that are spoiled, a multiple of 0.1: half of them belong to another item, half lost
 *     half of their words (as in the data of ALIGN, Jia et al. 2021)
 * @param objectCaptions a scene of the family {@code multi} also has a caption for each of its objects alone, which are
 *     drawn as often as the caption that lists them all (as in Llip, Lavoie et al. 2024)
 * @param flips a scene of the family {@code relation} has its caption with the inverse relation as a wrong one
 * @param mostCounted scenes of the family {@code count} with more objects to count are left out
 */
public record SceneSource(List<Family> families, int side, boolean textured, double noise, boolean objectCaptions,
    boolean flips, int mostCounted) {

  /** All families in turn, 32 pixels, true captions, nothing else. */
  public static final SceneSource PLAIN = new SceneSource(List.of(Family.values()), 32, false, 0, false, false, 6);

  public SceneSource {
    families = List.copyOf(families);
    if (families.isEmpty()) throw new IllegalArgumentException("scenes of no family; name one of " + PLAIN.families);
    if (side != 32 && side != 64) {
      throw new IllegalArgumentException("scenes of " + side + " pixels; there are 32 and 64");
    }
    if (!(noise >= 0 && noise <= 1)) {
      throw new IllegalArgumentException("a share of " + noise + " spoiled captions; it lies between 0 and 1");
    }
    if (mostCounted < 1) {
      throw new IllegalArgumentException("scenes with at most " + mostCounted + " objects to count; choose 1 to 6");
    }
  }

  public SceneSource families(List<Family> taken) {
    return new SceneSource(taken, side, textured, noise, objectCaptions, flips, mostCounted);
  }

  public SceneSource side(int pixels) {
    return new SceneSource(families, pixels, textured, noise, objectCaptions, flips, mostCounted);
  }

  public SceneSource withTextures() {
    return new SceneSource(families, side, true, noise, objectCaptions, flips, mostCounted);
  }

  public SceneSource noise(double share) {
    return new SceneSource(families, side, textured, share, objectCaptions, flips, mostCounted);
  }

  public SceneSource withObjectCaptions() {
    return new SceneSource(families, side, textured, noise, true, flips, mostCounted);
  }

  public SceneSource withFlips() {
    return new SceneSource(families, side, textured, noise, objectCaptions, true, mostCounted);
  }

  public SceneSource mostCounted(int most) {
    return new SceneSource(families, side, textured, noise, objectCaptions, flips, most);
  }

  /** The first {@code count} items of {@code train}, and of {@code test}, whose captions are never spoiled, all. */
  public CaptionSet set(int count) {
    return new CaptionSet("scenes", items("train", count), noise(0).items("test", Scenes.size("test")), Skipped.NOTHING);
  }

  /**
   * As {@link #set}, and for every seventh item one more to learn from: an object of one of the six kinds that are held
   * out otherwise, those of the split {@code heldout} itself left aside.
   */
  public CaptionSet setOfAllKinds(int count) {
    var set = set(count);
    var alone = families(List.of(Family.SINGLE));
    int first = Scenes.size("heldout");
    var train = set.train();
    int n = train.size();
    return new CaptionSet(set.name(), Dataset.of(n + n / 7, i ->
        i < n ? train.get(i) : alone.captioned("heldout", first + i - n)), set.test(), set.skipped());
  }

  /** The first {@code count} items of a split, without those that have too many objects to count. */
  public Dataset<Captioned> items(String split, int count) {
    var numbers = IntStream.range(0, count).filter(i -> counted(scene(split, i)) <= mostCounted).toArray();
    return Dataset.of(count, i -> captioned(split, i)).subset(numbers);
  }

  private Scene scene(String split, int i) {
    return Scenes.scene(split, families.get(i % families.size()), i);
  }

  /** How many objects the caption counts, 0 where it counts none. */
  private static long counted(Scene scene) {
    var kind = scene.things().getFirst().kind();
    return scene.family() == Family.COUNT ? scene.things().stream().filter(t -> t.kind().equals(kind)).count() : 0;
  }

  private Captioned captioned(String split, int i) {
    var scene = scene(split, i);
    var caption = Captions.noisy(split, i, noise, j -> scene(split, j).caption());
    boolean spoiled = !caption.equals(scene.caption());
    return new Captioned(picture(scene), spoiled ? List.of(caption) : captions(scene), spoiled ? List.of() : wrong(scene));
  }

  /** The picture of a scene in the size and on the background of this source. */
  public Picture picture(Scene scene) {
    var rgb = side == 64 ? textured ? scene.textured64() : scene.pixels64()
        : textured ? scene.textured32() : scene.pixels32();
    return new Picture(side, side, 3, rgb);
  }

  private List<String> captions(Scene scene) {
    if (!objectCaptions || scene.family() != Family.MULTI) return List.of(scene.caption());
    var captions = new ArrayList<>(List.of(scene.caption()));
    scene.things().forEach(thing -> captions.add(thing.kind().phrase()));
    return captions;
  }

  private List<String> wrong(Scene scene) {
    if (!flips || scene.family() != Family.RELATION) return List.of();
    var first = scene.things().get(0);
    var second = scene.things().get(1);
    return List.of(Relation.between(first, second).inverse().caption(first.kind(), second.kind()));
  }
}
